/** The cast: someone with an account, who asks and connects as a program would that knows only docs/PROTOCOL.md. */
import PartySocket from "partysocket";
import * as v from "valibot";
import { expect } from "vitest";
import { directRoomId, type Message, MessageAnswer, SignedIn, TicketAnswer } from "../../worker/protocol.ts";
import { openAccount, openSession } from "../support/accounts.ts";
import { PASSWORD } from "../support/password.ts";
import { stateDirOf } from "../support/server.ts";
import { type Answer, type Asked, ask } from "./http.ts";
import { InboxLine, newId, RoomLine } from "./line.ts";

export { PASSWORD } from "../support/password.ts";

let count = 0;

/** Somebody nobody has met before, whose username starts with `name`. */
export async function person(origin: string, name: string, displayName?: string): Promise<Person> {
  const username = nextName(name);
  const shown = displayName ?? username;
  const { id, token } = await openAccount(stateDirOf(origin), { username, displayName: shown });
  return new Person(origin, { id, username, displayName: shown }, token);
}

function nextName(name: string): string {
  return `${name}_${process.pid % 10_000}_${++count}`;
}

/** The same by the door that is there for it: for scenes in which somebody is new. */
export async function signUp(origin: string, name: string, headers?: Record<string, string>): Promise<Person> {
  const username = nextName(name);
  const { status, body } = await ask(`${origin}/api/auth/register`, {
    method: "POST",
    json: { username, password: PASSWORD, session: "token" },
    headers,
  });
  expect(status, JSON.stringify(body)).toBe(201);
  const { user, token } = v.parse(SignedIn, body);
  return new Person(origin, { id: user.id, username, displayName: username }, token ?? "");
}

/** Two people who have not met, and their room. */
export async function strangers(origin: string): Promise<{ alice: Person; bob: Person; room: string }> {
  const [alice, bob] = [await person(origin, "alice"), await person(origin, "bob")];
  return { alice, bob, room: alice.roomWith(bob) };
}

/** Someone who is signed in. */
export function somebody(origin: string): Promise<Person> {
  return person(origin, "somebody");
}

/** Three of that kind. */
export async function trio(origin: string): Promise<{ alice: Person; bob: Person; carol: Person }> {
  return { ...(await strangers(origin)), carol: await person(origin, "carol") };
}

export interface Joining {
  since?: string;
  epoch?: string;
  /** Where to connect to, when that is not the server itself. */
  host?: string;
}

export class Person {
  readonly origin: string;
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly token: string;

  constructor(origin: string, who: { id: string; username: string; displayName: string }, token: string) {
    this.origin = origin;
    this.id = who.id;
    this.username = who.username;
    this.displayName = who.displayName;
    this.token = token;
  }

  get asPerson() {
    return { id: this.id, username: this.username, displayName: this.displayName };
  }

  get host(): string {
    return new URL(this.origin).host;
  }

  roomWith(other: Person): string {
    return directRoomId(this.id, other.id);
  }

  /** Another session of the same person. */
  async again(): Promise<Person> {
    return new Person(this.origin, this, await openSession(stateDirOf(this.origin), this.id));
  }

  async ask(method: string, path: string, json?: unknown, more: Asked = {}): Promise<Answer> {
    return await ask(`${this.origin}/api${path}`, { method, token: this.token, json, ...more });
  }

  async get(path: string): Promise<unknown> {
    const { status, body } = await this.ask("GET", path);
    expect(status, JSON.stringify(body)).toBe(200);
    return body;
  }

  /** Sends over HTTP. */
  async write(room: string, body: string, id: string = newId()): Promise<Message> {
    const answer = await this.ask("POST", `/rooms/${room}/messages`, { id, body });
    expect([200, 201], JSON.stringify(answer.body)).toContain(answer.status);
    return v.parse(MessageAnswer, answer.body).message;
  }

  async ticket(): Promise<string> {
    const { body } = await this.ask("POST", "/auth/ticket");
    return v.parse(TicketAnswer, body).ticket;
  }

  /** Opens a room as S4 shows it, and comes back by itself with what it has seen. Not yet welcome: wait for that. */
  dial(room: string, { since, epoch, host = this.host }: Joining = {}): RoomLine {
    const seen: { since?: string; epoch?: string } = { since, epoch };
    const socket = new PartySocket({
      host,
      prefix: "ws",
      party: "rooms",
      room,
      maxEnqueuedMessages: 0,
      minReconnectionDelay: 20,
      shouldReconnectOnClose: (event) => event.code < 4500,
      query: async () => ({ ticket: await this.ticket(), ...seen }),
    });
    return new RoomLine(socket, (frame) => {
      if (frame.type === "welcome") seen.epoch = frame.epoch;
      if (frame.type === "welcome" || frame.type === "messages") seen.since = String(frame.rev);
    });
  }

  async join(room: string, joining?: Joining): Promise<RoomLine> {
    const line = this.dial(room, joining);
    await line.until("welcome", () => line.frames.length > 0);
    return line;
  }

  async openInbox(): Promise<InboxLine> {
    const socket = new PartySocket({
      host: this.host,
      basePath: "ws/inbox",
      minReconnectionDelay: 20,
      shouldReconnectOnClose: (event) => event.code < 4500,
      query: async () => ({ ticket: await this.ticket() }),
    });
    const line = new InboxLine(socket);
    await line.until("welcome", () => line.frames.length > 0);
    return line;
  }
}

/** A bare socket to a room, with headers that a browser or an app would send and PartySocket in Node cannot. */
export function dialWith(origin: string, path: string, headers: Record<string, string> = {}): RoomLine {
  return new RoomLine(bareSocket(origin, path, headers));
}

/** The same to the inbox. */
export function dialInboxWith(origin: string, query: string, headers: Record<string, string> = {}): InboxLine {
  return new InboxLine(bareSocket(origin, `/ws/inbox${query}`, headers));
}

/** A socket that no scene takes away, once it is open. */
export async function openBare(origin: string, path: string, headers: Record<string, string>): Promise<WebSocket> {
  const socket = bareSocket(origin, path, headers);
  await new Promise((resolve, reject) => {
    socket.addEventListener("message", resolve, { once: true });
    socket.addEventListener("close", ({ code }) => reject(new Error(`${path} was closed with ${code}`)), {
      once: true,
    });
  });
  return socket;
}

function bareSocket(origin: string, path: string, headers: Record<string, string>): WebSocket {
  const url = new URL(path, origin.replace(/^http/, "ws"));
  // Node takes headers as the second argument; the DOM's type of WebSocket does not know that.
  return Reflect.construct(WebSocket, [url.href, { headers }]);
}
