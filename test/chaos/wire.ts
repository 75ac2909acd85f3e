/** Listens to a socket below the client layer, so that what the server sends is judged by itself. */
import { parseRoomFrame } from "../../web/client/frames.ts";
import type { ServerFrame } from "../../worker/protocol.ts";
import type { Connection, WireFrame } from "./evidence.ts";

/** A `WebSocket` for the client layer; `onConnection` is given each connection, which goes on growing. */
export function listeningSocket(onConnection: (connection: Connection) => void): typeof WebSocket {
  return class extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols);
      const connection: Connection = { frames: [] };
      onConnection(connection);
      this.addEventListener("message", ({ data }) => {
        const frame = typeof data === "string" ? parseRoomFrame(data) : undefined;
        const noted = frame && wireFrame(frame);
        if (noted) connection.frames.push(noted);
      });
      this.addEventListener("close", ({ code }) => {
        connection.closeCode = code;
      });
    }
  };
}

function wireFrame(frame: ServerFrame): WireFrame | undefined {
  if (frame.type !== "welcome" && frame.type !== "messages") return undefined;
  const marks = frame.messages.map(({ seq, rev }): [number, number] => [seq, rev]);
  return frame.type === "welcome"
    ? { epoch: frame.epoch, headSeq: frame.seq, rev: frame.rev, marks }
    : { prev: frame.prev, rev: frame.rev, marks };
}
