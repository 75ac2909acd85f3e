/**
 * At least as many sockets of one person as are open in rooms. A closing is not told: when the limit is near, the rooms are asked.
 * Kept in memory, so it holds as long as the inbox is awake; each room refuses above the limit by itself, whatever is known here.
 */
export class SocketCount {
  readonly #ask: (userId: string, roomId: string) => Promise<number>;
  readonly #opened = new Map<string, number>();
  #admitting: Promise<unknown> = Promise.resolve();

  /** @param ask how many sockets the room really has */
  constructor(ask: (userId: string, roomId: string) => Promise<number>) {
    this.#ask = ask;
  }

  /** Counts another socket to `roomId`, or to none of the rooms, unless there are `limit` already. One at a time. */
  admit(userId: string, roomId: string | undefined, limit: () => number): Promise<boolean> {
    const admitted = this.#admitting.then(async () => {
      if (this.#total() >= limit()) await this.#recount(userId);
      if (this.#total() >= limit()) return false;
      if (roomId !== undefined) this.#opened.set(roomId, (this.#opened.get(roomId) ?? 0) + 1);
      return true;
    });
    this.#admitting = admitted.catch(() => undefined);
    return admitted;
  }

  async #recount(userId: string): Promise<void> {
    const recounted = Array.from(this.#opened.keys(), async (roomId) => {
      this.#opened.set(roomId, await this.#ask(userId, roomId));
    });
    await Promise.all(recounted);
  }

  #total(): number {
    let total = 0;
    for (const opened of this.#opened.values()) total += opened;
    return total;
  }
}
