/**
 * The wire contract: limits, error and close codes, what is on the wire and how it is parsed.
 *
 * Pure: it runs in the Worker, in the page and in any other client, and imports nothing but the schema library and what is as pure.
 * `docs/PROTOCOL.md` says the same in words, with a number for each rule.
 */
import * as v from "valibot";
import { isVisibleName } from "./visible-name.ts";

export const PROTOCOL_VERSION = 1;

export const LIMITS = {
  bodyCodePoints: 4000,
  displayNameCodePoints: 64,
  roomNameCodePoints: 80,
  topicCodePoints: 250,
  bioCodePoints: 500,
  passwordMinCodePoints: 8,
  passwordMaxCodePoints: 256,
  queryCodePoints: 200,
  settingsBytes: 8 * 1024,
  requestBytes: 64 * 1024,
  frameBytes: 64 * 1024,
  pageSize: 100,
  defaultPageSize: 50,
  idsPerLookup: 100,
  welcomeMessages: 25,
  resumeMessages: 200,
  resumeBytes: 512 * 1024,
  badFramesPerMinute: 20,
  /** Kinds of reactions to one message, and people of a kind that are named. */
  emojiPerMessage: 20,
  namedPerEmoji: 100,
  refLength: 64,
} as const;

/** A `typing` frame is passed on at most this often; receivers forget it after `TYPING_EXPIRES_MS`. */
export const TYPING_EVERY_MS = 3_000;
export const TYPING_EXPIRES_MS = 5_000;
/** How often a client says `got` while `messages` frames come. */
export const GOT_EVERY_MS = 2_000;

export const HTTP_STATUS = {
  bad_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  blocked: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  too_large: 413,
  unsupported_media_type: 415,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
} as const;
export type ErrorCode = keyof typeof HTTP_STATUS;
export const ERROR_CODES = Object.keys(HTTP_STATUS) as [ErrorCode, ...ErrorCode[]];

export const CLOSE = {
  tooBig: 1009,
  tryAgainLater: 1013,
  badTicket: 4401,
  tooSlow: 4408,
  tooMany: 4429,
  notSignedIn: 4501,
  forbidden: 4503,
  notFound: 4504,
  badFrames: 4505,
  sessionEnded: 4510,
} as const;

/** Whether a client that was closed with `code` may connect again: every code below 4500 says yes, 1000 and 1006 too. */
export function mayReconnect(code: number): boolean {
  return code < 4500;
}

// Text. Lengths are code points, because that is what people count; UTF-16 would make an emoji cost two.

export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

function textOf(minimum: number, maximum: number) {
  return v.pipe(
    v.string(),
    // D1 would turn a lone surrogate into three replacement characters and the text would no longer be what was sent.
    v.check((text) => text.isWellFormed(), "must be well-formed Unicode"),
    v.transform((text) => text.replace(/\r\n?/g, "\n")),
    // Before trimming, which would take some of them away at the ends.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the purpose.
    v.check((text) => !/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(text), "must not hold control characters"),
    v.transform((text) => text.trim()),
    v.check((text) => {
      const length = codePoints(text);
      return length >= minimum && length <= maximum;
    }, `must be ${minimum} to ${maximum} characters long`),
  );
}

/** One line without what would let a name pose as another or turn the text around it. */
function nameOf(minimum: number, maximum: number) {
  return v.pipe(textOf(minimum, maximum), v.check(isVisibleName, "must be one line of visible characters"));
}

export const Body = textOf(1, LIMITS.bodyCodePoints);
export const DisplayName = nameOf(1, LIMITS.displayNameCodePoints);
export const RoomName = nameOf(1, LIMITS.roomNameCodePoints);
export const Topic = textOf(0, LIMITS.topicCodePoints);
export const Bio = textOf(0, LIMITS.bioCodePoints);

export const Username = v.pipe(
  v.string(),
  v.check((text) => text.isWellFormed(), "must be well-formed Unicode"),
  v.transform((text) => text.normalize("NFKC").toLowerCase()),
  v.regex(/^[a-z][a-z0-9_]{2,31}$/, "must be 3 to 32 of a-z, 0-9 and _, a letter first"),
);

/** Normalised before it is hashed, so that the same keys on another keyboard make the same password. */
export const Password = v.pipe(
  v.string(),
  v.check((text) => text.isWellFormed(), "must be well-formed Unicode"),
  v.transform((text) => text.normalize("NFC")),
  v.check((text) => {
    const length = codePoints(text);
    return length >= LIMITS.passwordMinCodePoints && length <= LIMITS.passwordMaxCodePoints;
  }, `must be ${LIMITS.passwordMinCodePoints} to ${LIMITS.passwordMaxCodePoints} characters long`),
);

/** Named by the sender, so that sending again is safe. */
export const ClientId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{8,64}$/, "must be 8 to 64 of A-Z a-z 0-9 _ -"));

const Seq = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const Cursor = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const Time = v.pipe(v.number(), v.safeInteger());
/** One emoji as people see it, whatever number of code points it is made of. */
export const Emoji = v.pipe(v.string(), v.regex(/^\p{RGI_Emoji}$/v, "must be one emoji"));
const Ref = v.pipe(v.string(), v.minLength(1), v.maxLength(LIMITS.refLength));

// Things.

/** Who somebody is now. Both names are null for a deleted account. */
export const Person = v.object({
  id: v.string(),
  username: v.nullable(v.string()),
  displayName: v.nullable(v.string()),
});
export type Person = v.InferOutput<typeof Person>;

/** Free-form, for the clients of that person to share. */
export const Settings = v.pipe(
  // Asked first: the schema library would make an object of a list.
  v.custom<Record<string, unknown>>((value) => !Array.isArray(value), "must be an object"),
  v.record(v.string(), v.unknown()),
  v.check((settings) => jsonBytes(settings) <= LIMITS.settingsBytes, "must be at most 8 KiB of JSON"),
);

/** Infinite for what is nested too deeply to be written down again. */
function jsonBytes(value: unknown): number {
  try {
    return new TextEncoder().encode(JSON.stringify(value)).length;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

export const Role = v.picklist(["member", "moderator", "admin", "owner"]);
export type Role = v.InferOutput<typeof Role>;

export const User = v.object({ ...Person.entries, createdAt: Time, bio: v.optional(v.string()) });
export type User = v.InferOutput<typeof User>;

export const Me = v.object({
  ...User.entries,
  role: Role,
  bio: v.string(),
  settings: v.record(v.string(), v.unknown()),
});
export type Me = v.InferOutput<typeof Me>;

export const Message = v.object({
  room: v.string(),
  seq: Seq,
  rev: Seq,
  id: v.string(),
  from: Person,
  body: v.string(),
  at: Time,
  replyTo: v.optional(Seq),
  mentions: v.optional(v.array(v.string())),
  editedAt: v.optional(Time),
  deletedAt: v.optional(Time),
  reactions: v.optional(v.record(v.string(), v.array(v.string()))),
  reactionCounts: v.optional(v.record(v.string(), v.number())),
});
export type Message = v.InferOutput<typeof Message>;

export const RoomKind = v.picklist(["global", "direct", "group"]);
export type RoomKind = v.InferOutput<typeof RoomKind>;

export const Notify = v.picklist(["all", "mentions", "none"]);
export type Notify = v.InferOutput<typeof Notify>;

/** A room as one person sees it; `peer` is the other one of a direct room. */
export const Room = v.object({
  id: v.string(),
  kind: RoomKind,
  name: v.optional(v.string()),
  topic: v.optional(v.string()),
  peer: v.optional(Person),
  lastSeq: Cursor,
  readSeq: Cursor,
  unread: v.number(),
  mentions: v.number(),
  lastMessage: v.optional(Message),
  muted: v.boolean(),
  notify: Notify,
  role: v.optional(Role),
});
export type Room = v.InferOutput<typeof Room>;

// Room ids.

export const GLOBAL_ROOM_ID = "global";
const USER_ID = "[a-z0-9]{1,64}";
const ROOM_ID = new RegExp(`^(?:global|group:(?<group>${USER_ID})|dm:(?<a>${USER_ID}):(?<b>${USER_ID}))$`);

export type RoomAddress =
  | { id: string; kind: "global" }
  | { id: string; kind: "group" }
  | { id: string; kind: "direct"; userIds: [string, string] };

/** The id of the room of two people: the same, whoever asks. */
export function directRoomId(a: string, b: string): string {
  return a < b ? `dm:${a}:${b}` : `dm:${b}:${a}`;
}

/** What a room id says, its people in order; `undefined` for what is no room id, a room with oneself included. */
export function parseRoomId(text: string): RoomAddress | undefined {
  const groups = ROOM_ID.exec(text)?.groups;
  if (!groups) return undefined;
  const { a, b } = groups;
  if (a !== undefined && b !== undefined) {
    if (a === b) return undefined;
    return { id: directRoomId(a, b), kind: "direct", userIds: a < b ? [a, b] : [b, a] };
  }
  return { id: text, kind: groups["group"] === undefined ? "global" : "group" };
}

// HTTP: what comes in.

const SessionKind = v.optional(v.picklist(["cookie", "token"]));
export const RegisterInput = v.object({
  username: Username,
  password: Password,
  displayName: v.optional(DisplayName),
  session: SessionKind,
});
export const LoginInput = v.object({
  // Not `Username` and `Password`: whatever cannot be an account must look like a wrong password, not like bad input.
  username: v.pipe(v.string(), v.maxLength(1024)),
  password: v.pipe(v.string(), v.maxLength(1024)),
  session: SessionKind,
});
export const PasswordInput = v.object({
  // Whatever it is, it fits or it does not.
  currentPassword: v.pipe(v.string(), v.maxLength(1024)),
  newPassword: Password,
});
export const DeleteMeInput = v.object({ password: PasswordInput.entries.currentPassword });
export const MeInput = v.object({
  displayName: v.optional(DisplayName),
  bio: v.optional(Bio),
  settings: v.optional(Settings),
});
export const RoomInput = v.variant("kind", [v.object({ kind: v.literal("direct"), userId: v.string() })]);
export const SendInput = v.object({ id: ClientId, body: Body, replyTo: v.optional(Seq) });
export type SendInput = v.InferOutput<typeof SendInput>;
export const EditInput = v.object({ body: Body });
export const ReadInput = v.object({ seq: Cursor, back: v.optional(v.boolean()) });

// HTTP: what goes out.

export const Problem = v.object({
  type: v.string(),
  title: v.string(),
  status: v.number(),
  detail: v.string(),
  code: v.picklist(ERROR_CODES),
  errors: v.optional(v.array(v.object({ path: v.string(), detail: v.string() }))),
});
export type Problem = v.InferOutput<typeof Problem>;

export const SignedIn = v.object({ user: Me, token: v.optional(v.string()) });
/** A sign-in that still stands. `lastSeenAt` is exact to a day. */
export const Session = v.object({
  id: v.string(),
  current: v.boolean(),
  createdAt: Time,
  lastSeenAt: Time,
  userAgent: v.string(),
});
export type Session = v.InferOutput<typeof Session>;
export const SessionsAnswer = v.object({ sessions: v.array(Session) });
export const TicketAnswer = v.object({ ticket: v.string(), expiresAt: Time });
export const MeAnswer = v.object({ user: Me });
export const UserAnswer = v.object({ user: User });
export const UsersAnswer = v.object({ users: v.array(Person) });
export const RoomAnswer = v.object({ room: Room });
export const RoomsAnswer = v.object({ rooms: v.array(Room) });
export const MessageAnswer = v.object({ message: Message });
export const HistoryPage = v.object({ messages: v.array(Message), hasBefore: v.boolean(), hasAfter: v.boolean() });
export type HistoryPage = v.InferOutput<typeof HistoryPage>;
/** `marks` are `[start, end)` in UTF-16 units of `snippet`, as `String.slice` takes them. */
export const SearchHit = v.object({
  message: Message,
  snippet: v.string(),
  marks: v.array(v.tuple([v.number(), v.number()])),
});
export type SearchHit = v.InferOutput<typeof SearchHit>;
export const SearchPage = v.object({ hits: v.array(SearchHit), cursor: v.optional(v.string()) });
export type SearchPage = v.InferOutput<typeof SearchPage>;
export const Health = v.object({ status: v.literal("ok"), version: v.string() });

// Sockets: client to room.

const ref = v.optional(Ref);
export const ClientFrame = v.variant("type", [
  v.object({ type: v.literal("send"), ...SendInput.entries, ref }),
  v.object({ type: v.literal("edit"), seq: Seq, ...EditInput.entries, ref }),
  v.object({ type: v.literal("delete"), seq: Seq, ref }),
  v.object({ type: v.literal("react"), seq: Seq, emoji: Emoji, on: v.boolean(), ref }),
  v.object({ type: v.literal("read"), ...ReadInput.entries, ref }),
  v.object({ type: v.literal("typing"), ref }),
  v.object({ type: v.literal("got"), rev: Cursor, ref }),
]);
export type ClientFrame = v.InferOutput<typeof ClientFrame>;

/** Answered by the platform itself, without waking the room. */
export const PING = "ping";
export const PONG = "pong";

// Sockets: room to client.

export const WelcomeFrame = v.object({
  type: v.literal("welcome"),
  protocol: v.number(),
  epoch: v.string(),
  room: Room,
  you: Person,
  seq: Cursor,
  rev: Cursor,
  reset: v.boolean(),
  messages: v.array(Message),
  online: v.nullable(v.array(v.string())),
  count: v.number(),
  reads: v.optional(v.record(v.string(), Cursor)),
});
export type WelcomeFrame = v.InferOutput<typeof WelcomeFrame>;

export const MessagesFrame = v.object({
  type: v.literal("messages"),
  messages: v.array(Message),
  prev: Cursor,
  rev: Cursor,
});
export type MessagesFrame = v.InferOutput<typeof MessagesFrame>;

export const ErrorFrame = v.object({
  type: v.literal("error"),
  code: v.picklist(ERROR_CODES),
  detail: v.string(),
  ref: v.optional(v.string()),
  id: v.optional(v.string()),
  seq: v.optional(v.number()),
  retryAfterMs: v.optional(v.number()),
});
export type ErrorFrame = v.InferOutput<typeof ErrorFrame>;

export const ServerFrame = v.variant("type", [
  WelcomeFrame,
  MessagesFrame,
  ErrorFrame,
  v.object({ type: v.literal("known"), message: Message, ref: v.optional(v.string()) }),
  v.object({ type: v.literal("typing"), user: Person }),
  v.object({ type: v.literal("read"), userId: v.string(), seq: Cursor }),
  v.object({ type: v.literal("presence"), online: v.nullable(v.array(v.string())), count: v.number() }),
]);
export type ServerFrame = v.InferOutput<typeof ServerFrame>;

export const InboxFrame = v.variant("type", [
  v.object({ type: v.literal("welcome"), rooms: v.array(Room) }),
  v.object({ type: v.literal("room"), room: Room }),
  v.object({ type: v.literal("gone"), roomId: v.string() }),
  v.object({ type: v.literal("mention"), roomId: v.string(), message: Message }),
]);
export type InboxFrame = v.InferOutput<typeof InboxFrame>;
