/**
 * The record: what is kept for good. Drizzle generates the migrations in `migrations/record` from this file.
 *
 * Rows written are the bill, so all tables but `audit`, which is numbered, are clustered on their primary key (`WITHOUT ROWID`, one row a
 * write instead of two). Drizzle cannot say that: the migrations say it by hand, and a test looks that it stays so. That nothing in `audit` is ever changed is said there by triggers.
 */
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { AUDIT_ACTIONS, SECURITY_EVENTS } from "../protocol.ts";

/** Of the audit log what moderators see, as both its index and who asks by it have to say it. */
export const IS_NO_SECURITY_EVENT = sql.raw(`action not in (${SECURITY_EVENTS.map((name) => `'${name}'`).join(", ")})`);

export const users = sqliteTable(
  "users",
  {
    id: text("id").primaryKey(),
    /** Never freed: a name that was somebody's is not given out again. */
    username: text("username").notNull().unique(),
    displayName: text("display_name").notNull(),
    bio: text("bio").notNull().default(""),
    settings: text("settings").notNull().default("{}"),
    passwordHash: text("password_hash").notNull(),
    role: text("role", { enum: ["member", "moderator", "admin", "owner"] })
      .notNull()
      .default("member"),
    createdAt: integer("created_at").notNull(),
    deletedAt: integer("deleted_at"),
    /** Who is banned has no session, and gets none. */
    bannedAt: integer("banned_at"),
    /** Until then they may read, and write nothing. */
    timeoutUntil: integer("timeout_until"),
    /** What they wrote from then on is being taken out of all rooms; null when that is done. */
    purgeSince: integer("purge_since"),
    /** How often that was decided. */
    purgeNo: integer("purge_no").notNull().default(0),
  },
  // Of the few that moderators ask for: without them each list would look at everybody.
  (table) => [
    index("users_banned").on(table.username).where(sql`banned_at is not null`),
    index("users_timed_out").on(table.username).where(sql`timeout_until is not null`),
    index("users_staff").on(table.username).where(sql`role <> 'member'`),
  ],
);

/** Where a name may be entered when one looks for people: the username, and the display name from each of its words on, folded. */
export const userWords = sqliteTable(
  "user_words",
  { word: text("word").notNull(), userId: text("user_id").notNull() },
  (table) => [primaryKey({ columns: [table.word, table.userId] })],
);

export const sessions = sqliteTable(
  "sessions",
  {
    id: text("id").primaryKey(),
    userId: text("user_id").notNull(),
    userAgent: text("user_agent").notNull(),
    createdAt: integer("created_at").notNull(),
    lastSeenAt: integer("last_seen_at").notNull(),
    expiresAt: integer("expires_at").notNull(),
  },
  (table) => [index("sessions_user").on(table.userId)],
);

/** A room and the head of its timeline, kept together so that a list of rooms reads one row for each. */
export const rooms = sqliteTable(
  "rooms",
  {
    id: text("id").primaryKey(),
    kind: text("kind", { enum: ["global", "direct", "group"] }).notNull(),
    name: text("name"),
    topic: text("topic"),
    createdAt: integer("created_at").notNull(),
    lastSeq: integer("last_seq").notNull().default(0),
    lastRev: integer("last_rev").notNull().default(0),
    lastAt: integer("last_at").notNull().default(0),
    /** A `StoredMessage` as JSON. */
    lastMessage: text("last_message"),
    /** No message after this one names anybody: whoever has read up to it need not be looked up in `mentions`. */
    mentionedSeq: integer("mentioned_seq").notNull().default(0),
    /** How far people have read whose mark moved lately, by user id, as JSON: see `reads.ts`. */
    reads: text("reads"),
    /** Groups alone: whether anybody may find and join it, by its name as `foldName` has it, and how many are in it. */
    public: integer("public", { mode: "boolean" }).notNull().default(false),
    foldedName: text("folded_name"),
    memberCount: integer("member_count").notNull().default(0),
    /** So many seconds between two messages of one person; nobody but moderators writes in a room that is locked. */
    slowModeS: integer("slow_mode_s").notNull().default(0),
    locked: integer("locked", { mode: "boolean" }).notNull().default(false),
  },
  // Of the few that anybody may find, and of those that moderators see; what changes with each message is not in it.
  (table) => [
    index("rooms_public").on(table.public).where(sql`public = 1`),
    index("rooms_shared").on(table.kind).where(sql`kind <> 'direct'`),
  ],
);

/** Who is in a room and how far they have read, where the room says no more: the one number from which everything unread follows. */
export const members = sqliteTable(
  "members",
  {
    userId: text("user_id").notNull(),
    roomId: text("room_id").notNull(),
    role: text("role", { enum: ["member", "moderator", "owner"] })
      .notNull()
      .default("member"),
    readSeq: integer("read_seq").notNull().default(0),
    muted: integer("muted", { mode: "boolean" }).notNull().default(false),
    notify: text("notify", { enum: ["all", "mentions", "none"] })
      .notNull()
      .default("all"),
    joinedAt: integer("joined_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.roomId] })],
);

export const messages = sqliteTable(
  "messages",
  {
    roomId: text("room_id").notNull(),
    seq: integer("seq").notNull(),
    rev: integer("rev").notNull(),
    id: text("id").notNull(),
    authorId: text("author_id").notNull(),
    body: text("body").notNull(),
    at: integer("at").notNull(),
    replyTo: integer("reply_to"),
    editedAt: integer("edited_at"),
    deletedAt: integer("deleted_at"),
    /** `Reactions` as JSON: in the row, so that a page of history reads one row a message (decision 7). */
    reactions: text("reactions"),
    /** User ids as JSON. */
    mentions: text("mentions"),
    pinnedAt: integer("pinned_at"),
  },
  (table) => [
    primaryKey({ columns: [table.roomId, table.seq] }),
    index("messages_pinned").on(table.roomId, table.pinnedAt).where(sql`pinned_at is not null`),
  ],
);

/** Where somebody was ever named. Whether the message still names them is asked of the message. */
export const mentions = sqliteTable(
  "mentions",
  {
    userId: text("user_id").notNull(),
    roomId: text("room_id").notNull(),
    seq: integer("seq").notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.roomId, table.seq] })],
);

/** What an edited message said before: one row for each text that was replaced, by the rev with which it was said. */
export const versions = sqliteTable(
  "versions",
  {
    roomId: text("room_id").notNull(),
    seq: integer("seq").notNull(),
    rev: integer("rev").notNull(),
    body: text("body").notNull(),
    at: integer("at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.roomId, table.seq, table.rev] })],
);

/** Who wants nothing to do with whom. Asked for in both directions. */
export const blocks = sqliteTable(
  "blocks",
  {
    blockerId: text("blocker_id").notNull(),
    blockedId: text("blocked_id").notNull(),
    at: integer("at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.blockerId, table.blockedId] }), index("blocks_blocked").on(table.blockedId)],
);

/** What somebody thinks a moderator should look at: a message, or a person. Each once for whoever reports it, until it is closed. */
export const reports = sqliteTable(
  "reports",
  {
    id: text("id").primaryKey(),
    reporterId: text("reporter_id").notNull(),
    /** Who is reported, or wrote what is. */
    userId: text("user_id").notNull(),
    roomId: text("room_id").notNull().default(""),
    seq: integer("seq").notNull().default(0),
    reason: text("reason").notNull(),
    /** What the message said then: it may be changed since, and moderators are not in every room. */
    body: text("body"),
    at: integer("at").notNull(),
    closedAt: integer("closed_at"),
    closedBy: text("closed_by"),
    outcome: text("outcome", { enum: ["dismissed", "acted"] }),
  },
  (table) => [
    uniqueIndex("reports_once_open")
      .on(table.reporterId, table.userId, table.roomId, table.seq)
      .where(sql`closed_at is null`),
    index("reports_same").on(table.reporterId, table.userId, table.roomId, table.seq),
    index("reports_open").on(table.at).where(sql`closed_at is null`),
    index("reports_closed").on(table.at).where(sql`closed_at is not null`),
  ],
);

/** What was done to people and rooms, and what concerns the safety of accounts. Only ever added to; no texts, no secrets. */
export const audit = sqliteTable(
  "audit",
  {
    no: integer("no").primaryKey(),
    at: integer("at").notNull(),
    action: text("action", { enum: AUDIT_ACTIONS }).notNull(),
    /** Null is the operator, at the command line. */
    actorId: text("actor_id"),
    /** Whom it was done to. */
    userId: text("user_id"),
    roomId: text("room_id"),
    seq: integer("seq"),
    /** An object as JSON. */
    detail: text("detail").notNull().default("{}"),
    /** Of what a room notes: it may say it twice, and it counts once. */
    key: text("key"),
  },
  (table) => [
    // Each login is an entry: for whoever may not see those they would all be read.
    index("audit_acts").on(table.no).where(IS_NO_SECURITY_EVENT),
    index("audit_user").on(table.userId).where(sql`user_id is not null`),
    index("audit_actor").on(table.actorId).where(sql`actor_id is not null`),
    uniqueIndex("audit_key").on(table.key).where(sql`key is not null`),
  ],
);

/** What those decide who run the community, by name: see `community.ts`. */
export const community = sqliteTable("community", {
  key: text("key").primaryKey(),
  /** JSON. */
  value: text("value").notNull(),
});

/** Ways in, where nobody signs up without one. */
export const signUpInvites = sqliteTable("sign_up_invites", {
  code: text("code").primaryKey(),
  createdBy: text("created_by").notNull(),
  createdAt: integer("created_at").notNull(),
  expiresAt: integer("expires_at"),
  usesLeft: integer("uses_left"),
});

/** Links that let somebody set another password once, by the hash of what is in them; at most one for each person. */
export const passwordResets = sqliteTable("password_resets", {
  userId: text("user_id").primaryKey(),
  tokenHash: text("token_hash").notNull(),
  expiresAt: integer("expires_at").notNull(),
  /** Null is the operator. */
  createdBy: text("created_by"),
});

/** Who can write here may run the place: the command line shows by such a key that it is the operator. */
export const operatorKeys = sqliteTable("operator_keys", {
  keyHash: text("key_hash").primaryKey(),
  expiresAt: integer("expires_at").notNull(),
});
