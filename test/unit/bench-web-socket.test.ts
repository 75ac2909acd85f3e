import { createHash } from "node:crypto";
import { createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocketClient } from "../bench/generator/web-socket.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A server that answers the handshake and then does with the socket what the scene wants. */
async function connected(scene: (socket: Socket) => void, accept = acceptOf) {
  const texts: string[] = [];
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", (request) => {
      const key = /sec-websocket-key: (\S+)/.exec(request.toString("latin1"))?.[1] ?? "";
      socket.write(`HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Accept: ${accept(key)}\r\n\r\n`);
      scene(socket);
    });
  });
  servers.push(server);
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : 0);
    });
  });
  const place = { host: "127.0.0.1", port, path: "/", headers: {} };
  const why = await new Promise<string>((resolve) => {
    new WebSocketClient(place, { onText: (payload) => texts.push(payload.toString("utf8")), onClose: resolve });
  });
  return { texts, why };
}

function acceptOf(key: string): string {
  return createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
}

function frame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  if (length < 126) return Buffer.concat([Buffer.from([0x80 | opcode, length]), payload]);
  const head = length < 65_536 ? Buffer.alloc(4) : Buffer.alloc(10);
  head[0] = 0x80 | opcode;
  head[1] = length < 65_536 ? 126 : 127;
  if (length < 65_536) head.writeUInt16BE(length, 2);
  else head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, payload]);
}

describe("the socket of a load", () => {
  const closing = frame(8, Buffer.concat([Buffer.from([0x0f, 0xa1]), Buffer.from("enough")]));

  it.each([1, 3, 1_000, 1_000_000])("hands on every text, however it is cut: in pieces of %i bytes", async (size) => {
    const said = ["tea?", "é".repeat(150), "long ".repeat(20_000), ""];
    const bytes = Buffer.concat([...said.map((text) => frame(1, Buffer.from(text))), closing]);
    const { texts, why } = await connected((socket) => {
      for (let at = 0; at < bytes.length; at += size) socket.write(bytes.subarray(at, at + size));
    });
    expect(texts).toEqual(said);
    expect(why).toBe("closed with 4001 enough");
  });

  it("says so where it was not let in, and where a frame is of a kind that it does not know", async () => {
    expect(
      (
        await connected(
          () => {},
          () => "nonsense",
        )
      ).why,
    ).toContain("it was not let in");
    const binary = await connected((socket) => socket.write(frame(2, Buffer.from("?"))));
    expect(binary.why).toContain("kind 2");
  });
});
