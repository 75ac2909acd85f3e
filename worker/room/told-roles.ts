const REMEMBERED_MS = 60_000;

/**
 * Who became a moderator of the community, or is none any more, a moment ago: whoever was on their way in meanwhile brings along what
 * was so before. Remembered while the room is awake, which it is for longer than anybody is on their way.
 */
export class ToldRoles {
  readonly #told = new Map<string, { isModerator: boolean; at: number }>();

  tell(userId: string, isModerator: boolean, now: number): void {
    for (const [id, { at }] of this.#told) if (now - at > REMEMBERED_MS) this.#told.delete(id);
    this.#told.set(userId, { isModerator, at: now });
  }

  /** Whether this person is a moderator now, where `brought` is what they come with. */
  isModerator(userId: string, brought: boolean, now: number): boolean {
    const told = this.#told.get(userId);
    return told !== undefined && now - told.at <= REMEMBERED_MS ? told.isModerator : brought;
  }
}
