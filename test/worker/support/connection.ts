import * as v from "valibot";
import { type Message, ServerFrame } from "../../../worker/protocol.ts";

type FrameOf<T extends ServerFrame["type"]> = Extract<ServerFrame, { type: T }>;

// Far longer than anything takes, unless others keep the machine busy: nothing here is about time.
const TIMEOUT_MS = 15_000;

/** A socket and everything that came over it. Waits are for a named frame; one that does not come says what did. */
export class Connection {
  readonly #socket: WebSocket;
  readonly #arrived: unknown[] = [];
  readonly #unseen: unknown[] = [];
  #wake: () => void = () => {};
  ignoresClose = false;
  #closed: { code: number; reason: string } | undefined;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => {
      const frame: unknown = data === "pong" ? { type: "pong" } : JSON.parse(String(data));
      this.#arrived.push(frame);
      this.#unseen.push(frame);
      this.#wake();
    });
    socket.addEventListener("close", ({ code, reason }) => {
      this.#closed = { code, reason };
      if (!this.ignoresClose) socket.close();
      this.#wake();
    });
    // Half open: a close of the server is answered only when a scene says so, as by a client that ignores it.
    socket.accept({ allowHalfOpen: true });
  }

  send(frame: unknown): this {
    this.#socket.send(typeof frame === "string" || frame instanceof ArrayBuffer ? frame : JSON.stringify(frame));
    return this;
  }

  say(body: string, id = `client-${crypto.randomUUID()}`): this {
    return this.send({ type: "send", id, body });
  }

  close(code = 1000): void {
    this.#socket.close(code, "");
  }

  /** The next frame of that type, passing over others. */
  async next<T extends ServerFrame["type"]>(type: T): Promise<FrameOf<T>> {
    const frame = await this.take(type);
    return v.parse(ServerFrame, frame) as FrameOf<T>;
  }

  /** Like `next`, without knowing what such a frame looks like. */
  async take(type: string): Promise<Record<string, unknown>> {
    return this.#until(`a ${type} frame`, () => {
      for (;;) {
        const frame = this.#unseen.shift();
        if (frame === undefined) return undefined;
        if (isFrame(frame) && frame["type"] === type) return frame;
      }
    });
  }

  /** Bodies of new messages until there are `count`, over as many frames as it takes. */
  async bodies(count: number): Promise<string[]> {
    const bodies: string[] = [];
    while (bodies.length < count) {
      const { messages } = await this.next("messages");
      bodies.push(...messages.map(({ body }) => body));
    }
    return bodies;
  }

  /** The message of `seq`, as the next frame has it that has it. */
  async changed(seq: number): Promise<Message> {
    for (;;) {
      const { messages } = await this.next("messages");
      const message = messages.find((one) => one.seq === seq);
      if (message) return message;
    }
  }

  /** The code it is closed with. */
  async closed(): Promise<number> {
    return this.#until("a close", () => this.#closed?.code);
  }

  get isOpen(): boolean {
    return this.#closed === undefined;
  }

  /** Everything of that type that has come so far, seen or not. */
  all(type: string): Record<string, unknown>[] {
    return this.#arrived.filter(isFrame).filter((frame) => frame["type"] === type);
  }

  async #until<T>(what: string, look: () => T | undefined): Promise<T> {
    const deadline = Date.now() + TIMEOUT_MS;
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      const left = deadline - Date.now();
      if (left <= 0 || (this.#closed && what !== "a close")) {
        throw new Error(`waited for ${what}; ${JSON.stringify(this.#closed)} came ${JSON.stringify(this.#arrived)}`);
      }
      await this.#somethingWithin(left);
    }
  }

  async #somethingWithin(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    this.#wake = resolve;
    await promise;
    clearTimeout(timer);
  }
}

function isFrame(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && "type" in value;
}
