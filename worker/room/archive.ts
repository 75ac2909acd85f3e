import type { Signed } from "../db/stored-message.ts";
import { ProtocolError } from "../errors.ts";

/** Fetches from the record what a room's log has let go of. */
export class Archive {
  readonly #read: (seq: number) => Promise<Signed | undefined>;
  readonly #onError: (error: unknown) => void;
  readonly #loading = new Map<number, Promise<Signed>>();

  constructor(read: (seq: number) => Promise<Signed | undefined>, onError: (error: unknown) => void) {
    this.#read = read;
    this.#onError = onError;
  }

  /**
   * A message that there is and that the log does not have. All who ask at the same time wait for one read and go on in the order in
   * which they asked; the first of them may have changed the message, which is in the log then: look there before using this.
   * @throws `unavailable`
   */
  async load(seq: number): Promise<Signed> {
    const known = this.#loading.get(seq);
    if (known) return await known;
    const loading = this.#fetch(seq).finally(() => this.#loading.delete(seq));
    this.#loading.set(seq, loading);
    return await loading;
  }

  async #fetch(seq: number): Promise<Signed> {
    const message = await this.#read(seq).catch((error) => {
      this.#onError(error);
      throw new ProtocolError("unavailable", "This message cannot be fetched right now. Try again.");
    });
    if (!message) throw new Error(`message ${seq} is neither here nor in the record`);
    return message;
  }
}
