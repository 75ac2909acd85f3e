import {
  HistoryPage,
  type Me,
  MeAnswer,
  type Message,
  MessageAnswer,
  type Person,
  type Room,
  RoomAnswer,
  RoomsAnswer,
  type SendInput,
  SignedIn,
  TicketAnswer,
  UsersAnswer,
} from "../../worker/protocol.ts";
import { type Http, Nothing } from "./http.ts";

/** Which page of history: at most one of `before`, `after` (exclusive) and `around`, each a `seq`. */
export interface HistoryQuery {
  before?: number;
  after?: number;
  around?: number;
  /** 1 to 100; 50 unless told. */
  limit?: number;
}

export interface Credentials {
  username: string;
  password: string;
  displayName?: string;
  /** To sign up, where nobody does without one. */
  invite?: string;
  /** `token` answers with a bearer token; otherwise the session is a cookie. */
  session?: "cookie" | "token";
}

/** What every client asks; `account-api.ts` and its like have what single screens do. All reject with `ApiError`; reading calls take a signal that ends them. */
export interface Api {
  /** `conflict` where the name is taken, `bad_request` with `errors` where a field is wrong. */
  register(credentials: Credentials): Promise<{ user: Me; token?: string }>;
  /** `unauthenticated` for a wrong name or password alike. */
  logIn(credentials: Credentials): Promise<{ user: Me; token?: string }>;
  /** Ends this session and its sockets at once. */
  logOut(): Promise<void>;
  /** For one socket, within 60 seconds. */
  ticket(): Promise<string>;
  /** Of whomever the credentials are. */
  me(): Promise<Me>;
  /** Changes what is given, and of the settings what the patch names (H68). */
  updateMe(change: { displayName?: string; bio?: string; settingsPatch?: Record<string, unknown> }): Promise<Me>;
  /** People whose username, or a word of whose display name, starts with `q`. */
  findPeople(q: string, options?: { limit?: number; signal?: AbortSignal }): Promise<Person[]>;
  /** Who these are, at most 100 of them; whoever does not exist is left out. */
  people(userIds: readonly string[]): Promise<Person[]>;
  /** Latest activity first. */
  rooms(signal?: AbortSignal): Promise<Room[]>;
  room(roomId: string, signal?: AbortSignal): Promise<Room>;
  /** Ascending, without gaps. */
  history(roomId: string, query: HistoryQuery, signal?: AbortSignal): Promise<HistoryPage>;
  /** Stores the message, or answers the one that was stored with that id before. */
  send(roomId: string, message: SendInput): Promise<Message>;
  /** Replaces the text of an own message; `not_found` where it was deleted, `forbidden` where it is somebody else's. */
  edit(roomId: string, seq: number, body: string): Promise<Message>;
  /** Deletes an own message, or anybody's for moderators; again is fine. */
  remove(roomId: string, seq: number): Promise<void>;
  /** Adds or takes back one's own reaction; `conflict` where a message has too many kinds of them. */
  react(roomId: string, seq: number, emoji: string, on: boolean): Promise<void>;
  /** Pins a message, or takes the pin off; `forbidden` for who may not. */
  pin(roomId: string, seq: number, on: boolean): Promise<void>;
  /** Moves the read mark forwards to `seq`, or to just there with `back`. */
  markRead(roomId: string, seq: number, back?: boolean): Promise<void>;
  /** Whom one blocks, the one blocked last first. */
  blocks(): Promise<Person[]>;
}

export function createApi(http: Http): Api {
  const inRoom = (roomId: string, rest = "") => `/api/rooms/${encodeURIComponent(roomId)}${rest}`;
  return {
    register: (body) => http("/api/auth/register", SignedIn, { method: "POST", body }),
    logIn: (body) => http("/api/auth/login", SignedIn, { method: "POST", body }),
    logOut: () => http("/api/auth/logout", Nothing, { method: "POST" }),
    ticket: async () => (await http("/api/auth/ticket", TicketAnswer, { method: "POST" })).ticket,
    me: async () => (await http("/api/me", MeAnswer, { anybody: true })).user,
    updateMe: async (body) => (await http("/api/me", MeAnswer, { method: "PATCH", body })).user,
    findPeople: async (q, { limit, signal } = {}) =>
      (await http("/api/users", UsersAnswer, { query: { q, limit }, signal })).users,
    people: async (userIds) => (await http("/api/users", UsersAnswer, { query: { ids: userIds.join(",") } })).users,
    rooms: async (signal) => (await http("/api/rooms", RoomsAnswer, { signal })).rooms,
    room: async (roomId, signal) => (await http(inRoom(roomId), RoomAnswer, { signal })).room,
    history: (roomId, query, signal) => http(inRoom(roomId, "/messages"), HistoryPage, { query: { ...query }, signal }),
    send: async (roomId, body) =>
      (await http(inRoom(roomId, "/messages"), MessageAnswer, { method: "POST", body })).message,
    edit: async (roomId, seq, body) =>
      (await http(inRoom(roomId, `/messages/${seq}`), MessageAnswer, { method: "PATCH", body: { body } })).message,
    remove: (roomId, seq) => http(inRoom(roomId, `/messages/${seq}`), Nothing, { method: "DELETE" }),
    react: (roomId, seq, emoji, on) =>
      http(inRoom(roomId, `/messages/${seq}/reactions/${encodeURIComponent(emoji)}`), Nothing, {
        method: on ? "PUT" : "DELETE",
      }),
    pin: (roomId, seq, on) => http(inRoom(roomId, `/messages/${seq}/pin`), Nothing, { method: on ? "PUT" : "DELETE" }),
    markRead: (roomId, seq, back) => http(inRoom(roomId, "/read"), Nothing, { method: "PUT", body: { seq, back } }),
    blocks: async () => (await http("/api/blocks", UsersAnswer)).users,
  };
}
