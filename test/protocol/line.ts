/** A socket with a memory: what came is kept, and a scene waits for what it names. */
import type PartySocket from "partysocket";
import * as v from "valibot";
import { ErrorFrame, InboxFrame, type Message, ServerFrame } from "../../worker/protocol.ts";

// Long enough for a busy machine; a wait that ends here has failed and says what did come.
const WAIT_MS = 10_000;

interface Waiter {
  isOver(): boolean;
  resolve(): void;
  reject(error: Error): void;
}

const open = new Set<{ hangUp(): void }>();

/** After each scene, so that none of its sockets comes back in the next. */
export function hangUpAll(): void {
  for (const line of open) line.hangUp();
  open.clear();
}

export class Line<F extends { type: string }> {
  readonly socket: PartySocket | WebSocket;
  /** Everything that came, in order, over all connections. */
  readonly frames: F[] = [];
  /** Text that is no JSON, such as `pong`. */
  readonly texts: string[] = [];
  readonly closes: number[] = [];
  readonly #taken = new Set<F>();
  readonly #waiters = new Set<Waiter>();
  #fault: Error | undefined;

  constructor(socket: PartySocket | WebSocket, schema: v.GenericSchema<unknown, F>, onFrame?: (frame: F) => void) {
    this.socket = socket;
    open.add(this);
    const events: EventTarget = socket;
    events.addEventListener("message", (event) => {
      const text = event instanceof MessageEvent ? String(event.data) : "";
      if (text.startsWith("{")) {
        const frame = v.safeParse(schema, JSON.parse(text));
        if (!frame.success) return this.#fail(new Error(`A frame is not as the contract says: ${text}`));
        this.frames.push(frame.output);
        onFrame?.(frame.output);
      } else this.texts.push(text);
      this.#look();
    });
    events.addEventListener("close", (event) => {
      this.closes.push("code" in event && typeof event.code === "number" ? event.code : 0);
      this.#look();
    });
    // Without a listener Node ends the process; what went wrong comes as a close.
    events.addEventListener("error", () => {});
  }

  send(frame: object | string | Uint8Array<ArrayBuffer>): void {
    this.socket.send(typeof frame === "string" || frame instanceof Uint8Array ? frame : JSON.stringify(frame));
  }

  /** The first frame of this type that no one has taken yet. */
  async next<T extends F["type"]>(
    type: T,
    where: (frame: Extract<F, { type: T }>) => boolean = () => true,
  ): Promise<Extract<F, { type: T }>> {
    const isIt = (frame: F): frame is Extract<F, { type: T }> => frame.type === type && where(frame as never);
    const find = () => this.frames.filter(isIt).find((frame) => !this.#taken.has(frame));
    await this.until(`a frame ${type}`, () => find() !== undefined);
    const frame = find();
    if (!frame) throw new Error(`${type} came and went`);
    this.#taken.add(frame);
    return frame;
  }

  async closed(): Promise<number> {
    await this.until("the close", () => this.closes.length > 0);
    return this.closes.at(-1) ?? 0;
  }

  /** S5: what makes the close of a socket that only listens be heard here. */
  async ping(): Promise<void> {
    this.send("ping");
    await this.until("pong", () => this.texts.includes("pong"));
  }

  hangUp(): void {
    this.socket.close(1000);
  }

  async until(what: string, isOver: () => boolean): Promise<void> {
    if (this.#fault) throw this.#fault;
    if (isOver()) return;
    // Made here, so that its stack leads to the scene and not to the timer.
    const late = new Error();
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        late.message = `${what} did not come. ${this.#report()}`;
        reject(late);
      }, WAIT_MS);
      this.#waiters.add({ isOver, reject, resolve: () => resolve(clearTimeout(timer)) });
    });
  }

  #look(): void {
    for (const waiter of this.#waiters) {
      if (!waiter.isOver()) continue;
      this.#waiters.delete(waiter);
      waiter.resolve();
    }
  }

  #fail(fault: Error): void {
    this.#fault = fault;
    for (const waiter of this.#waiters) waiter.reject(fault);
  }

  #report(): string {
    const last = this.frames.slice(-8).map((frame) => JSON.stringify(frame).slice(0, 300));
    return `Closes: [${this.closes}]. Texts: [${this.texts}]. ${this.frames.length} frames, at last:\n${last.join("\n")}`;
  }
}

export class RoomLine extends Line<ServerFrame> {
  constructor(socket: PartySocket | WebSocket, onFrame?: (frame: ServerFrame) => void) {
    super(socket, ServerFrame, onFrame);
  }

  /** Sends and waits until it is acknowledged, as S17 defines it. */
  async say(body: string, id: string = newId()): Promise<Message> {
    this.send({ type: "send", id, body });
    return await this.message((message) => message.id === id);
  }

  /** The first message like this that came in any frame. */
  async message(where: (message: Message) => boolean): Promise<Message> {
    const find = () => this.messages().find(where);
    await this.until("the message", () => find() !== undefined);
    const message = find();
    if (!message) throw new Error("the message came and went");
    return message;
  }

  messages(): Message[] {
    return this.frames.flatMap((frame) => {
      if (frame.type === "known") return [frame.message];
      return frame.type === "messages" || frame.type === "welcome" ? frame.messages : [];
    });
  }
}

export class InboxLine extends Line<InboxFrame | ErrorFrame> {
  constructor(socket: PartySocket | WebSocket) {
    super(socket, v.union([InboxFrame, ErrorFrame]));
  }
}

let count = 0;
/** A client id, R8. */
export function newId(): string {
  return `scene-${process.pid}-${String(++count).padStart(6, "0")}`;
}
