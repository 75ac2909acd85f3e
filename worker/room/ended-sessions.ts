/** An upgrade that was on its way while its session ended arrives within this. */
const REMEMBERED_MS = 60_000;

/** Sessions that ended just now: whoever was let in by the Worker a moment before must not stay. */
export class EndedSessions {
  readonly #endedAt = new Map<string, number>();

  add(sessionId: string, now = Date.now()): void {
    for (const [id, at] of this.#endedAt) if (now - at > REMEMBERED_MS) this.#endedAt.delete(id);
    this.#endedAt.set(sessionId, now);
  }

  has(sessionId: string): boolean {
    return this.#endedAt.has(sessionId);
  }
}
