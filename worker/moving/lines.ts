/** A community as lines of JSON: what is written when it moves out, and read when it moves in. `docs/moving.md` says it in words. */
import * as v from "valibot";
import { Mentions, Reactions } from "../db/stored-message.ts";
import { AuditAction, MemberRole, Notify, ReportOutcome, Role, RoomKind } from "../protocol.ts";

export const EXPORT_VERSION = 1;

const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const Seq = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
/** ms since 1970-01-01T00:00:00Z. */
const Time = Count;
const Id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const Flag = v.optional(v.literal(true));

/** First: what this is. */
export const Header = v.object({ type: v.literal("confab"), version: v.literal(EXPORT_VERSION) });
/** Last: how many lines there are before it, and their SHA-256 with all line ends, in hexadecimal. */
export const End = v.object({
  type: v.literal("end"),
  lines: Count,
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});

/** What the community has decided: its name, who signs up. */
const Setting = v.object({ type: v.literal("setting"), key: Id, value: v.unknown() });
const User = v.object({
  type: v.literal("user"),
  id: Id,
  username: v.string(),
  displayName: v.string(),
  bio: v.string(),
  settings: v.record(v.string(), v.unknown()),
  /** With its salt and parameters: whoever has the file can try passwords against it. */
  passwordHash: v.string(),
  role: Role,
  createdAt: Time,
  deletedAt: v.optional(Time),
  bannedAt: v.optional(Time),
  timeoutUntil: v.optional(Time),
});
const Block = v.object({ type: v.literal("block"), blockerId: Id, blockedId: Id, at: Time });
const SignUpInvite = v.object({
  type: v.literal("signUpInvite"),
  code: Id,
  createdBy: Id,
  createdAt: Time,
  expiresAt: v.optional(Time),
  usesLeft: v.optional(Count),
});
const Room = v.object({
  type: v.literal("room"),
  id: Id,
  kind: RoomKind,
  name: v.optional(v.string()),
  topic: v.optional(v.string()),
  createdAt: Time,
  /** The room's highest `rev`, and when its last message was sent. */
  lastRev: Count,
  lastAt: Time,
  public: Flag,
  slowMode: v.optional(Count),
  locked: Flag,
});
const Member = v.object({
  type: v.literal("member"),
  roomId: Id,
  userId: Id,
  role: MemberRole,
  readSeq: Count,
  muted: Flag,
  notify: Notify,
  joinedAt: Time,
});
const Message = v.object({
  type: v.literal("message"),
  roomId: Id,
  seq: Seq,
  rev: Seq,
  id: Id,
  authorId: Id,
  body: v.string(),
  at: Time,
  replyTo: v.optional(Seq),
  editedAt: v.optional(Time),
  deletedAt: v.optional(Time),
  reactions: v.optional(Reactions),
  mentions: v.optional(Mentions),
  pinnedAt: v.optional(Time),
});
/** What a message said before it was edited. */
const Version = v.object({ type: v.literal("version"), roomId: Id, seq: Seq, rev: Seq, body: v.string(), at: Time });
const Report = v.object({
  type: v.literal("report"),
  id: Id,
  reporterId: Id,
  userId: Id,
  roomId: v.string(),
  seq: Count,
  reason: v.string(),
  body: v.optional(v.string()),
  at: Time,
  closedAt: v.optional(Time),
  closedBy: v.optional(Id),
  outcome: v.optional(ReportOutcome),
});
const Act = v.object({
  type: v.literal("act"),
  no: Seq,
  at: Time,
  action: AuditAction,
  actorId: v.optional(Id),
  userId: v.optional(Id),
  roomId: v.optional(Id),
  seq: v.optional(Seq),
  detail: v.record(v.string(), v.unknown()),
  key: v.optional(Id),
});

/** A way into a group. */
const GroupInvite = v.object({
  type: v.literal("groupInvite"),
  roomId: Id,
  code: Id,
  createdBy: Id,
  createdAt: Time,
  expiresAt: v.optional(Time),
  usesLeft: v.optional(Count),
});

/** Everything between the first line and the last, in this order. */
export const Line = v.variant("type", [
  Setting,
  User,
  Block,
  SignUpInvite,
  Room,
  Member,
  Message,
  Version,
  Report,
  Act,
  GroupInvite,
]);
export type Line = v.InferOutput<typeof Line>;
export type LineType = Line["type"];
export type LineOf<T extends LineType> = Extract<Line, { type: T }>;
