/**
 * The client's side of a WebSocket, as little of it as a load needs: the generator has one core, and what it spends on itself it cannot
 * spend on asking. Frames from the server are handed on as bytes, so that what is the same for a thousand people is read once.
 */
import { createHash, randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";

const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;
// The mask keeps proxies of the web from being tricked, and there are none here. Of zeros it costs nothing.
const NO_MASK = Buffer.alloc(4);

export interface Address {
  host: string;
  port: number;
  /** With the query. */
  path: string;
  headers: Record<string, string>;
}

export interface Listening {
  /** The payload of one text; valid until the call returns. */
  onText(payload: Buffer): void;
  /** @param why for people: the code and reason of the server, or what went wrong with the connection */
  onClose(why: string): void;
}

export class WebSocketClient {
  readonly #socket: Socket;
  readonly #listening: Listening;
  readonly #key = randomBytes(16).toString("base64");
  #rest: Buffer = Buffer.alloc(0);
  #isOpen = false;
  #isClosed = false;

  constructor(address: Address, listening: Listening) {
    this.#listening = listening;
    this.#socket = connect({ host: address.host, port: address.port, noDelay: true });
    this.#socket.on("connect", () => this.#socket.write(this.#handshake(address)));
    this.#socket.on("data", (chunk: Buffer) => this.#take(chunk));
    this.#socket.on("error", (error) => this.#ended(error.message));
    this.#socket.on("close", () => this.#ended("the connection broke"));
  }

  send(text: string): void {
    this.#write(TEXT, Buffer.from(text));
  }

  /** Ends it without a word; `onClose` is not called. */
  end(): void {
    this.#isClosed = true;
    this.#socket.destroy();
  }

  #handshake({ host, port, path, headers }: Address): string {
    const lines = Object.entries({
      host: `${host}:${port}`,
      upgrade: "websocket",
      connection: "Upgrade",
      "sec-websocket-version": "13",
      "sec-websocket-key": this.#key,
      ...headers,
    }).map(([name, value]) => `${name}: ${value}\r\n`);
    return `GET ${path} HTTP/1.1\r\n${lines.join("")}\r\n`;
  }

  #take(chunk: Buffer): void {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    if (!this.#isOpen && !this.#readHandshake()) return;
    let at = 0;
    while (!this.#isClosed) {
      const frame = frameAt(this.#rest, at);
      if (!frame) break;
      at = frame.end;
      this.#frame(frame.opcode, this.#rest.subarray(frame.start, frame.end));
    }
    this.#rest = this.#rest.subarray(at);
  }

  #readHandshake(): boolean {
    const end = this.#rest.indexOf("\r\n\r\n");
    if (end < 0) return false;
    const head = this.#rest.toString("latin1", 0, end);
    const accepted = /^sec-websocket-accept: *(\S+)/im.exec(head)?.[1];
    this.#rest = this.#rest.subarray(end + 4);
    this.#isOpen = accepted === createHash("sha1").update(`${this.#key}${GUID}`).digest("base64");
    if (!this.#isOpen) this.#ended(`it was not let in: ${head.split("\r\n")[0]}`);
    return this.#isOpen;
  }

  #frame(opcode: number, payload: Buffer): void {
    if (opcode === TEXT) this.#listening.onText(payload);
    else if (opcode === PING) this.#write(PONG, payload);
    else if (opcode === CLOSE) {
      const code = payload.length >= 2 ? payload.readUInt16BE(0) : 1005;
      this.#ended(`closed with ${code} ${payload.toString("utf8", 2)}`);
    } else if (opcode !== PONG) this.#ended(`a frame of kind ${opcode}, which no load expects`);
  }

  #write(opcode: number, payload: Buffer): void {
    const { length } = payload;
    const head = Buffer.alloc(length < 126 ? 2 : 4);
    head[0] = 0x80 | opcode;
    head[1] = 0x80 | (length < 126 ? length : 126);
    if (length >= 126) head.writeUInt16BE(length, 2);
    this.#socket.write(Buffer.concat([head, NO_MASK, payload]));
  }

  #ended(why: string): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#socket.destroy();
    this.#listening.onClose(why);
  }
}

/** The frame that begins at `at`; `undefined` while it is not all there. A frame in pieces has the opcode 0, or no final bit. */
function frameAt(bytes: Buffer, at: number): { opcode: number; start: number; end: number } | undefined {
  if (bytes.length < at + 2) return undefined;
  const [first, second] = [bytes.readUInt8(at), bytes.readUInt8(at + 1) & 0x7f];
  const extra = second === 126 ? 2 : second === 127 ? 8 : 0;
  const start = at + 2 + extra;
  if (bytes.length < start) return undefined;
  const length =
    extra === 0 ? second : extra === 2 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2));
  const end = start + length;
  if (bytes.length < end) return undefined;
  return { opcode: first & 0x80 ? first & 0x0f : 0, start, end };
}
