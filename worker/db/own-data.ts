/** What the record holds about one person and by one person: to be handed out, and to be erased. */
import { and, asc, eq, getTableColumns, gt, or, sql } from "drizzle-orm";
import { auditEntry } from "./audit.ts";
import type { Database } from "./database.ts";
import { nameWords } from "./name-words.ts";
import { readSeqIn } from "./reads.ts";
import {
  blocks,
  members,
  mentions,
  messages,
  passwordResets,
  rooms,
  sessions,
  users,
  userWords,
  versions,
} from "./schema.ts";
import { type StoredMessage, storedIn } from "./stored-message.ts";

export type MembershipRow = typeof members.$inferSelect;

/** A person's places in rooms, by the id of the room, from the one after `afterRoomId` on. */
export async function listMemberships(
  db: Database,
  userId: string,
  afterRoomId: string,
  limit: number,
): Promise<MembershipRow[]> {
  return db
    .select({ ...getTableColumns(members), readSeq: readSeqIn })
    .from(members)
    .leftJoin(rooms, eq(rooms.id, members.roomId))
    .where(and(eq(members.userId, userId), gt(members.roomId, afterRoomId)))
    .orderBy(asc(members.roomId))
    .limit(limit);
}

/** Of the given rooms the last message that the record has; 0 where it has none. */
export async function lastRecorded(db: Database, roomIds: string[]): Promise<Map<string, number>> {
  const rows = await db
    .select({
      roomId: sql<string>`asked.value`,
      seq: sql<number>`coalesce((select max(seq) from messages where room_id = asked.value), 0)`,
    })
    .from(sql`json_each(${JSON.stringify(roomIds)}) as asked`);
  return new Map(rows.map(({ roomId, seq }) => [roomId, seq]));
}

/** A stretch of one room, both ends included. */
export interface Stretch {
  roomId: string;
  from: number;
  to: number;
}

export interface Trace {
  roomId: string;
  stored: StoredMessage;
}

/** The first `limit` messages of these stretches, in their order, that this person wrote or reacted to. Reads every row of the stretches. */
export async function findTraces(db: Database, userId: string, stretches: Stretch[], limit: number): Promise<Trace[]> {
  const wanted = JSON.stringify(stretches.map(({ roomId, from, to }) => [roomId, from, to]));
  const rows = await db
    .select({ message: messages })
    .from(sql`json_each(${wanted}) as stretch`)
    .innerJoin(
      messages,
      sql`${messages.roomId} = stretch.value ->> 0 and ${messages.seq} between stretch.value ->> 1 and stretch.value ->> 2`,
    )
    .where(sql`${messages.authorId} = ${userId} or instr(${messages.reactions}, ${JSON.stringify(userId)}) > 0`)
    .orderBy(sql`stretch.key`, asc(messages.seq))
    .limit(limit);
  return rows.map(({ message: { roomId, ...row } }) => ({ roomId, stored: storedIn(row) }));
}

/** What messages said before they were edited, in the order of the messages, each oldest first. */
export async function findEarlierTexts(
  db: Database,
  places: { roomId: string; seq: number }[],
): Promise<(typeof versions.$inferSelect)[]> {
  const wanted = JSON.stringify(places.map(({ roomId, seq }) => [roomId, seq]));
  const rows = await db
    .select({ version: versions })
    .from(sql`json_each(${wanted}) as place`)
    .innerJoin(versions, sql`${versions.roomId} = place.value ->> 0 and ${versions.seq} = place.value ->> 1`)
    .orderBy(sql`place.key`, asc(versions.rev));
  return rows.map(({ version }) => version);
}

/**
 * Takes out of the record what is personal about an account: names, profile, settings, password, sessions, places in rooms, where it was
 * named, blocks, and with the password the links to another one, its own and those it made. What it wrote stays, and so does the username,
 * which nobody else may have. Doing it again takes out what came in between.
 * @returns the ids of the sessions that ended by it
 */
export async function eraseUser(db: Database, userId: string, now: number): Promise<string[]> {
  const [names] = await db.select().from(users).where(eq(users.id, userId));
  if (!names) return [];
  const words = JSON.stringify(nameWords(names));
  const [, , , , , , ended] = await db.batch([
    auditEntry(
      db,
      { at: now, action: "account_deleted", actorId: userId },
      sql`from ${users} where ${users.id} = ${userId} and ${users.deletedAt} is null`,
    ),
    db
      .update(users)
      .set({
        displayName: "",
        bio: "",
        settings: "{}",
        passwordHash: "",
        role: "member",
        deletedAt: sql`coalesce(${users.deletedAt}, ${now})`,
      })
      .where(eq(users.id, userId)),
    db
      .delete(userWords)
      .where(and(eq(userWords.userId, userId), sql`${userWords.word} in (select value from json_each(${words}))`)),
    db
      .update(rooms)
      .set({ reads: sql`json_remove(${rooms.reads}, '$.' || json_quote(${userId}))` })
      .where(
        sql`${rooms.id} in (select room_id from members where user_id = ${userId}) and ${rooms.reads} ->> ${userId} is not null`,
      ),
    db.delete(members).where(eq(members.userId, userId)),
    db.delete(mentions).where(eq(mentions.userId, userId)),
    db.delete(sessions).where(eq(sessions.userId, userId)).returning({ id: sessions.id }),
    db.delete(blocks).where(or(eq(blocks.blockerId, userId), eq(blocks.blockedId, userId))),
    db.delete(passwordResets).where(or(eq(passwordResets.userId, userId), eq(passwordResets.createdBy, userId))),
  ]);
  return ended.map(({ id }) => id);
}
