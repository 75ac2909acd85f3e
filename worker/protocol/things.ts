/** What there is: people, messages, rooms, groups. */
import * as v from "valibot";
import * as LIMITS from "./limits.ts";
import { PrivacyInput } from "./privacy.ts";
import { Cursor, Seq, Time } from "./values.ts";

/** Who somebody is now. Both names are null for a deleted account. */
export const Person = v.object({
  id: v.string(),
  username: v.nullable(v.string()),
  displayName: v.nullable(v.string()),
});
export type Person = v.InferOutput<typeof Person>;

/** What is to become of settings, as JSON Merge Patch says it. */
export const SettingsPatch = v.pipe(
  // Asked first: the schema library would make an object of a list.
  v.custom<Record<string, unknown>>((value) => !Array.isArray(value), "must be an object"),
  v.record(v.string(), v.unknown()),
  v.check((settings) => jsonBytes(settings) <= LIMITS.settingsBytes, "must be at most 8 KiB of JSON"),
  v.check((settings) => !isDeeperThan(settings, LIMITS.settingsDepth), "must not be nested more than 100 deep"),
);

/** Free-form, for the clients of that person to share, but for what the server keeps to: `privacy`. */
export const Settings = v.pipe(
  SettingsPatch,
  v.check(
    ({ privacy = {} }) => !Array.isArray(privacy) && v.is(PrivacyInput, privacy),
    "privacy must be an object whose receipts, typing and presence are true or false",
  ),
);

/** The database reads only so many levels of JSON. */
function isDeeperThan(value: unknown, levels: number): boolean {
  let layer = [value];
  for (let level = 0; layer.length > 0; level++) {
    if (level > levels) return true;
    layer = layer.flatMap((one) => (typeof one === "object" && one !== null ? Object.values(one) : []));
  }
  return false;
}

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
  pinnedAt: v.optional(Time),
  reactions: v.optional(v.record(v.string(), v.array(v.string()))),
  reactionCounts: v.optional(v.record(v.string(), v.number())),
});
export type Message = v.InferOutput<typeof Message>;

export const RoomKind = v.picklist(["global", "direct", "group"]);
export type RoomKind = v.InferOutput<typeof RoomKind>;

export const Notify = v.picklist(["all", "mentions", "none"]);
export type Notify = v.InferOutput<typeof Notify>;

/** What somebody may do in a group, which has one owner. */
export const MemberRole = v.picklist(["member", "moderator", "owner"]);
export type MemberRole = v.InferOutput<typeof MemberRole>;

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
  /** Groups alone: the caller's role, how many people are in it, and whether anybody may find and join it. */
  role: v.optional(MemberRole),
  memberCount: v.optional(v.number()),
  public: v.optional(v.boolean()),
  /** Seconds between two messages of one person. */
  slowMode: v.optional(v.number()),
  /** Nobody but moderators writes here for now. */
  locked: v.optional(v.literal(true)),
});
export type Room = v.InferOutput<typeof Room>;
