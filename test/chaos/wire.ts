/** Listens to a socket below the client layer, so that what the server sends is judged by itself. */
import * as v from "valibot";
import type { Connection, WireFrame } from "./evidence.ts";

// No more of a frame than is noted of it: the client layer parses the whole of it again.
const Marks = v.array(v.object({ seq: v.number(), rev: v.number() }));
const Frame = v.variant("type", [
  v.object({ type: v.literal("welcome"), epoch: v.string(), seq: v.number(), rev: v.number(), messages: Marks }),
  v.object({ type: v.literal("messages"), prev: v.number(), rev: v.number(), messages: Marks }),
]);

/** A `WebSocket` for the client layer; `onConnection` is given each connection, which goes on growing. */
export function listeningSocket(onConnection: (connection: Connection) => void): typeof WebSocket {
  return class extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols);
      const connection: Connection = { frames: [] };
      onConnection(connection);
      this.addEventListener("message", ({ data }) => {
        const frame = typeof data === "string" && data.startsWith("{") ? parse(data) : undefined;
        if (frame) connection.frames.push(frame);
      });
      this.addEventListener("close", ({ code }) => {
        connection.closeCode = code;
      });
    }
  };
}

/** `undefined` for frames without messages. */
function parse(text: string): WireFrame | undefined {
  const parsed = v.safeParse(Frame, JSON.parse(text));
  if (!parsed.success) return undefined;
  const { rev, messages, ...frame } = parsed.output;
  const marks = messages.map(({ seq, rev: own }): [number, number] => [seq, own]);
  return frame.type === "welcome"
    ? { epoch: frame.epoch, headSeq: frame.seq, rev, marks }
    : { prev: frame.prev, rev, marks };
}
