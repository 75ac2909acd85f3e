const REMEMBERED_MS = 60_000;

/**
 * What a room was told of people a moment ago: whoever was on their way in meanwhile brings along what was so before. Remembered while
 * the room is awake, which it is for longer than anybody is on their way.
 */
export class Told<T> {
  readonly #told = new Map<string, { value: T; at: number }>();

  tell(userId: string, value: T, now: number): void {
    for (const [id, { at }] of this.#told) if (now - at > REMEMBERED_MS) this.#told.delete(id);
    this.#told.set(userId, { value, at: now });
  }

  /** What is so of this person now, where `brought` is what they come with. */
  of(userId: string, brought: T, now: number): T {
    const told = this.#told.get(userId);
    return told !== undefined && now - told.at <= REMEMBERED_MS ? told.value : brought;
  }
}
