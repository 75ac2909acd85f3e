/** Listens to a socket below the client layer, so that what the server sends is judged by itself. */
import { parseRoomFrame } from "../../web/client/frames.ts";
import type { ServerFrame } from "../../worker/protocol.ts";
import type { WireFrame } from "./evidence.ts";

/** A `WebSocket` for the client layer; `onConnection` is given the frames of each one, as a list that grows. */
export function listeningSocket(onConnection: (frames: WireFrame[]) => void): typeof WebSocket {
  return class extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols);
      const frames: WireFrame[] = [];
      onConnection(frames);
      this.addEventListener("message", ({ data }) => {
        const frame = typeof data === "string" ? parseRoomFrame(data) : undefined;
        const noted = frame && wireFrame(frame);
        if (noted) frames.push(noted);
      });
    }
  };
}

function wireFrame(frame: ServerFrame): WireFrame | undefined {
  if (frame.type !== "welcome" && frame.type !== "messages") return undefined;
  const marks = frame.messages.map(({ seq, rev }): [number, number] => [seq, rev]);
  return frame.type === "welcome"
    ? { headSeq: frame.seq, rev: frame.rev, marks }
    : { prev: frame.prev, rev: frame.rev, marks };
}
