import type { Message } from "../../../worker/protocol.ts";
import type { Cast } from "./cast.ts";
import type { Connection } from "./connection.ts";

/** A client that keeps what a room showed it, as the protocol says: `welcome`, then frames without a hole, and `since` after an absence. */
export class Follower {
  readonly who: Cast;
  readonly #room: string;
  readonly shown = new Map<number, Message>();
  #rev = 0;
  #epoch: string | undefined;
  #connection: Connection | undefined;

  constructor(who: Cast, room: string) {
    this.who = who;
    this.#room = room;
  }

  get isConnected(): boolean {
    return this.#connection !== undefined;
  }

  async connect(): Promise<void> {
    const query: Record<string, string | number> =
      this.#epoch === undefined ? {} : { since: this.#rev, epoch: this.#epoch };
    this.#connection = await this.who.join(this.#room, query);
    const welcome = await this.#connection.next("welcome");
    if (welcome.reset) this.shown.clear();
    this.#keep(welcome.messages);
    this.#rev = welcome.rev;
    this.#epoch = welcome.epoch;
  }

  drop(): void {
    this.#connection?.close();
    this.#connection = undefined;
  }

  say(body: string, id: string): void {
    this.#connection?.say(body, id);
  }

  /** Edits, deletes or reacts; told what becomes of it, waits for that answer. `rev` is the room's after it. */
  async change(frame: object, becomes: "messages" | "known" | "error", rev: number): Promise<void> {
    await this.catchUp(becomes === "messages" ? rev - 1 : rev);
    this.#connection?.send(frame);
    if (becomes === "messages") await this.catchUp(rev);
    else await this.#connection?.next(becomes);
  }

  /** Takes frames until this client has everything up to `rev`. */
  async catchUp(rev: number): Promise<void> {
    while (this.#rev < rev) {
      if (!this.#connection) return;
      const frame = await this.#connection.next("messages");
      if (frame.prev !== this.#rev) throw new Error(`a hole: has ${this.#rev}, frame after ${frame.prev}`);
      this.#keep(frame.messages);
      this.#rev = Math.max(this.#rev, frame.rev);
    }
  }

  #keep(messages: Message[]): void {
    for (const message of messages) this.shown.set(message.seq, message);
  }
}
