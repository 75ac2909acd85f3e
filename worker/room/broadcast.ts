import type { Message, MessagesFrame } from "../protocol.ts";
import { type Rhythm, rhythm } from "./rhythm.ts";

/**
 * Frames are what a room costs, not messages. The first goes out at once, the next frame 16 to 64 ms after it: measured, the latency
 * of sending each alone and the cost of sending few. In a large room a frame for everybody takes longer than that by itself, and each
 * message would find the one before it just gone: there it is longer, as the room is larger.
 */
const EVERY_MS = 16;
const LARGE = 250;
/** After a frame with one or two messages the next waits for more: 30 a second, at half the cost. */
const FEW_MS = 2 * EVERY_MS;
/** With so many it waits longer: more is said than anybody reads, and what one room saves all others have. */
const SEVERAL = 3;
const SEVERAL_MS = 4 * EVERY_MS;
/** With so many it does not: whoever sends like that goes on when they are answered. */
const MANY = 8;

/** A connection; all that is asked of it here. */
export interface Listener {
  /** @param bytes how long the frame is  @param rev up to which it has everything */
  sendCounted(frame: string, bytes: number, rev: number, now: number): void;
}

type Everybody = Iterable<Listener> & { readonly size: number };

/** New and changed messages on their way to every socket of the room, each frame saying which one came before it. */
export class Broadcast {
  readonly #connections: Everybody;
  readonly #rhythm: Rhythm;
  #waiting = new Map<number, Message>();
  #onSent: (() => void)[] = [];
  /** How many messages the last frame had. */
  #lastSize = 0;
  #rev: number;

  /** @param rev the room's; everybody connected has it */
  constructor(connections: Everybody, rev: number) {
    this.#connections = connections;
    this.#rev = rev;
    this.#rhythm = rhythm(
      () => this.#everyMs(),
      () => this.#send(),
    );
  }

  /** Everybody who is to come has it up to here. */
  skipTo(rev: number): void {
    this.#rev = rev;
  }

  add(message: Message): void {
    this.#waiting.set(message.seq, message);
    this.#rhythm.touch();
  }

  /** Sends what is waiting now, so that whoever joins next is where everybody else is. */
  flush(): void {
    if (this.#waiting.size > 0) this.#send();
  }

  /** Resolves when nothing is waiting: an object that is put to sleep before would owe its sockets a frame. */
  settled(): Promise<void> {
    if (this.#waiting.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#onSent.push(resolve));
  }

  #everyMs(): number {
    const size = this.#lastSize;
    const least = size < SEVERAL ? FEW_MS : size < MANY ? SEVERAL_MS : EVERY_MS;
    return Math.max(least, (EVERY_MS * this.#connections.size) / LARGE);
  }

  #send(): void {
    if (this.#waiting.size === 0) return;
    const messages = [...this.#waiting.values()].sort((a, b) => a.seq - b.seq);
    this.#waiting = new Map();
    this.#lastSize = messages.length;
    const rev = messages.reduce((highest, message) => Math.max(highest, message.rev), this.#rev);
    const frame: MessagesFrame = { type: "messages", messages, prev: this.#rev, rev };
    this.#rev = rev;
    const text = JSON.stringify(frame);
    const bytes = new TextEncoder().encode(text).length;
    const now = Date.now();
    for (const connection of this.#connections) connection.sendCounted(text, bytes, rev, now);
    for (const resolve of this.#onSent.splice(0)) resolve();
  }
}
