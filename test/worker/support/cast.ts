/** The people of the scenes, each with an account, and what they do: over HTTP and over sockets, as any client would. */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { signSession } from "../../../worker/auth/tokens.ts";
import { openDatabase } from "../../../worker/db/database.ts";
import { newSession } from "../../../worker/db/sessions.ts";
import { insertUser } from "../../../worker/db/users.ts";
import { secretsOf } from "../../../worker/env.ts";
import { newId } from "../../../worker/ids.ts";
import { directRoomId, GLOBAL_ROOM_ID, type Message, type Room, type SearchPage } from "../../../worker/protocol.ts";
import { Timeline } from "../../../worker/room/timeline.ts";
import { UpkeepNotes } from "../../../worker/room/upkeep.ts";
import { PASSWORD_HASH } from "../../support/password.ts";
import { Connection } from "./connection.ts";

export { PASSWORD } from "../../support/password.ts";

export const ORIGIN = "https://chat.example";
let count = 0;

export interface Answer<T = Record<string, unknown>> {
  status: number;
  headers: Headers;
  body: T;
}

/** The way to the Worker. */
export type Ask = (request: Request) => Promise<Response>;

const fromOutside: Ask = (request) => exports.default.fetch(request);

/** One call, as a program without a browser makes it. `body` is sent as JSON. */
export async function call<T = Record<string, unknown>>(
  method: string,
  path: string,
  { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
  ask = fromOutside,
): Promise<Answer<T>> {
  const response = await ask(
    new Request(ORIGIN + path, {
      method,
      headers: body === undefined ? headers : { "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    }),
  );
  const text = await response.text();
  const isJson = /\bjson\b/.test(response.headers.get("content-type") ?? "");
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : null };
}

export class Cast {
  readonly id: string;
  readonly username: string;
  readonly token: string;

  constructor(id: string, username: string, token: string) {
    this.id = id;
    this.username = username;
    this.token = token;
  }

  call<T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
    return call<T>(method, path, { body, headers: { authorization: `Bearer ${this.token}` } });
  }

  join(room: string, query: Record<string, string | number> = {}): Promise<Connection> {
    return connect(`/ws/rooms/${room}`, { authorization: `Bearer ${this.token}` }, query);
  }

  openInbox(): Promise<Connection> {
    return connect("/ws/inbox", { authorization: `Bearer ${this.token}` });
  }

  /** Sends over HTTP; returns the stored message. */
  async say(room: string, body: string, id = newClientId()): Promise<Message> {
    const answer = await this.call<{ message: Message }>("POST", `/api/rooms/${room}/messages`, { id, body });
    if (answer.status >= 300) throw new Error(`not sent: ${JSON.stringify(answer.body)}`);
    return answer.body.message;
  }

  edit(room: string, seq: number, body: string): Promise<Answer<{ message: Message }>> {
    return this.call("PATCH", `/api/rooms/${room}/messages/${seq}`, { body });
  }

  remove(room: string, seq: number): Promise<Answer> {
    return this.call("DELETE", `/api/rooms/${room}/messages/${seq}`);
  }

  react(room: string, seq: number, emoji: string, on = true): Promise<Answer> {
    const path = `/api/rooms/${room}/messages/${seq}/reactions/${encodeURIComponent(emoji)}`;
    return this.call(on ? "PUT" : "DELETE", path);
  }

  async rooms(): Promise<Room[]> {
    return (await this.call<{ rooms: Room[] }>("GET", "/api/rooms")).body.rooms;
  }

  async history(room: string, query = ""): Promise<{ messages: Message[]; hasBefore: boolean; hasAfter: boolean }> {
    const answer = await this.call<{ messages: Message[]; hasBefore: boolean; hasAfter: boolean }>(
      "GET",
      `/api/rooms/${room}/messages${query}`,
    );
    return answer.body;
  }

  async search(query: Record<string, string>): Promise<SearchPage> {
    return (await this.call<SearchPage>("GET", `/api/search?${new URLSearchParams(query)}`)).body;
  }

  async ticket(): Promise<string> {
    return (await this.call<{ ticket: string }>("POST", "/api/auth/ticket")).body.ticket;
  }
}

/**
 * Somebody who has an account, and is signed in. The username has a number behind the name: the people of a file share one server.
 * Made as signing up makes it, but for the hash of the password: it takes longer than most scenes, so all have the same one.
 */
export async function person(name: string, displayName?: string): Promise<Cast> {
  const username = `${name}_${++count}`;
  const [id, now] = [newId(), Date.now()];
  const session = newSession(newId(), id, "", now);
  const user = { id, username, displayName: displayName ?? username, passwordHash: PASSWORD_HASH, createdAt: now };
  const globalSeq = await env.ROOM.getByName(GLOBAL_ROOM_ID).lastSeq();
  if (!(await insertUser(openDatabase(env.DB), user, session, globalSeq))) throw new Error(`${username} is taken`);
  return new Cast(id, username, await signSession(secretsOf(env), { userId: id, sessionId: session.id }));
}

export async function connect(
  path: string,
  headers: Record<string, string> = {},
  query: Record<string, string | number> = {},
): Promise<Connection> {
  const url = new URL(path, ORIGIN);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
  const response = await exports.default.fetch(new Request(url, { headers: { upgrade: "websocket", ...headers } }));
  if (!response.webSocket) throw new Error(`no socket at ${path}: ${response.status}`);
  return new Connection(response.webSocket);
}

export function newClientId(): string {
  return `client-${crypto.randomUUID()}`;
}

export const direct = (a: Cast, b: Cast) => directRoomId(a.id, b.id);

/** A group that `owner` makes; returns its room id. */
export async function group(owner: Cast, members: Cast[], input: Record<string, unknown> = {}): Promise<string> {
  const memberIds = members.map(({ id }) => id);
  const body = { kind: "group", name: "A group", memberIds, ...input };
  const made = await owner.call<{ room: Room }>("POST", "/api/rooms", body);
  if (made.status !== 201) throw new Error(`not made: ${JSON.stringify(made.body)}`);
  return made.body.room.id;
}

/** Two people, their room, and `count` messages of the first in it: "number 1", "number 2", … */
export async function conversation(count: number): Promise<{ alice: Cast; bob: Cast; room: string }> {
  const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
  const room = direct(alice, bob);
  const at = await alice.join(room);
  for (let n = 1; n <= count; n++) at.say(`number ${n}`);
  await at.bodies(count);
  at.close();
  return { alice, bob, room };
}

/**
 * Puts an object to sleep: whatever it held in memory is gone, its sockets stay. One that sleeps already goes on
 * sleeping: on a busy machine the engine itself may have found one idle for long enough between two steps of a scene.
 */
export async function putToSleep(stub: DurableObjectStub): Promise<void> {
  try {
    await evictDurableObject(stub);
  } catch (error) {
    if (!/not currently running/.test(String(error))) throw error;
  }
}

/** Puts the room's object to sleep. */
export const evict = (room: string): Promise<void> => putToSleep(env.ROOM.getByName(room));

/** Lets the room forget what it may forget in a quarter of an hour: all but the last 25 and what the record lacks. */
export async function forget(room: string): Promise<void> {
  const stub = env.ROOM.getByName(room);
  await runDurableObjectAlarm(stub);
  await runInDurableObject(stub, (_, { storage }) => {
    const { recorded, indexed } = new UpkeepNotes(storage.kv).now;
    new Timeline(storage, room).trim(Math.min(recorded, indexed), Date.now() + 15 * 60_000, { atOnce: 1, spare: 0 });
  });
}

/** What the record holds of a room, row by row. */
export async function recorded(room: string): Promise<Record<string, unknown>[]> {
  const { results } = await env.DB.prepare("select * from messages where room_id = ? order by seq").bind(room).all();
  return results;
}
