/**
 * The record: what is kept for good. Drizzle generates the migrations in `migrations/record` from this file.
 *
 * Rows written are the bill, so `members`, `messages`, `mentions`, `versions` and `user_words` are clustered on their primary key (`WITHOUT ROWID`, one row a write
 * instead of two). Drizzle cannot say that: the first migration says it by hand, and a test looks that it stays so.
 */
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const users = sqliteTable("users", {
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
});

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
    /** Groups alone: whether anybody may find and join it, by its name as `foldName` has it, and how many are in it. */
    public: integer("public", { mode: "boolean" }).notNull().default(false),
    foldedName: text("folded_name"),
    memberCount: integer("member_count").notNull().default(0),
  },
  // Of the few that anybody may find; what changes with each message is not in it.
  (table) => [index("rooms_public").on(table.public).where(sql`public = 1`)],
);

/** Who is in a room and how far they have read: the one number from which everything unread follows. */
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
