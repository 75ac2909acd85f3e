/** Keeps what one person does in their order, where some of it has to wait for something and some of it not. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Whether somebody who came now would have to wait. */
  isBusy(userId: string): boolean {
    return this.#last.has(userId);
  }

  /** Resolves when all that this person did before is through, well or not, and then `wait` is. Go on without an await in between. */
  async take<T>(userId: string, wait: () => Promise<T>): Promise<T> {
    const turn = (this.#last.get(userId) ?? Promise.resolve()).then(wait, wait);
    this.#last.set(userId, turn);
    try {
      return await turn;
    } finally {
      if (this.#last.get(userId) === turn) this.#last.delete(userId);
    }
  }
}
