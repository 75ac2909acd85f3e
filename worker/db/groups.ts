/** What the record holds of groups. Who is in one is decided in its object (worker/group); this follows. */
import { and, desc, eq, sql } from "drizzle-orm";
import type { Due } from "../group/roster.ts";
import type { GroupPreview } from "../protocol.ts";
import { forgetMessages, forgetRoom } from "../search/message-index.ts";
import type { Database } from "./database.ts";
import { foldName } from "./name-words.ts";
import { readSeqIn } from "./reads.ts";
import { members, mentions, messages, rooms, versions } from "./schema.ts";

const ERASED_AT_ONCE = 500;

/** Brings the record up to date, all or nothing. Writing again what is there changes nothing. */
export async function recordGroup(db: Database, roomId: string, due: Due): Promise<void> {
  const { group, memberCount } = due;
  // Written by hand: drizzle's raw statements do not go into a batch.
  const write = (query: string, ...values: unknown[]) => db.$client.prepare(query).bind(...values);
  const statements = [write(DELETE_MEMBERS, roomId, JSON.stringify(due.left))];
  if (group.isDeleted) statements.push(write("delete from rooms where id = ?", roomId));
  else {
    const { name, topic, isPublic, createdAt } = group;
    statements.push(
      write(UPSERT_GROUP, roomId, name, topic || null, createdAt, isPublic ? 1 : 0, foldName(name), memberCount),
      write(UPSERT_MEMBERS, roomId, JSON.stringify(due.members)),
    );
  }
  await db.$client.batch(statements);
}

const DELETE_MEMBERS = `
  delete from members where room_id = ?1 and user_id in (select value from json_each(?2))`;

const UPSERT_GROUP = `
  insert into rooms (id, kind, name, topic, created_at, last_at, public, folded_name, member_count)
  values (?1, 'group', ?2, ?3, ?4, ?4, ?5, ?6, ?7)
  on conflict (id) do update set
    name = excluded.name, topic = excluded.topic, public = excluded.public, folded_name = excluded.folded_name,
    member_count = excluded.member_count`;

// Who left and came again has read all that was there when they came.
const UPSERT_MEMBERS = `
  insert into members (user_id, room_id, role, read_seq, joined_at)
  select value ->> 'userId', ?1, value ->> 'role', value ->> 'joinedSeq', value ->> 'joinedAt'
  from json_each(?2) where true
  on conflict (user_id, room_id) do update set
    role = excluded.role, joined_at = excluded.joined_at,
    read_seq = iif(members.joined_at = excluded.joined_at, members.read_seq, excluded.read_seq)`;

/** How far these members have read. */
export async function findReads(db: Database, roomId: string, userIds: string[]): Promise<Map<string, number>> {
  const rows = await db
    .select({ userId: members.userId, readSeq: readSeqIn })
    .from(rooms)
    .innerJoin(sql`json_each(${JSON.stringify(userIds)}) as asked`, sql`true`)
    .innerJoin(members, sql`${members.userId} = asked.value and ${members.roomId} = ${rooms.id}`)
    .where(eq(rooms.id, roomId));
  return new Map(rows.map(({ userId, readSeq }) => [userId, readSeq]));
}

const preview = { id: rooms.id, name: rooms.name, topic: rooms.topic, memberCount: rooms.memberCount };
type PreviewRow = { id: string; name: string | null; topic: string | null; memberCount: number; member: string | null };

/** Public groups whose name holds `text`, the one with the latest message first. */
export async function searchGroups(db: Database, userId: string, text: string, limit: number): Promise<GroupPreview[]> {
  const rows = await db
    .select({ ...preview, member: members.userId })
    .from(rooms)
    .leftJoin(members, and(eq(members.roomId, rooms.id), eq(members.userId, userId)))
    // The condition of the index, word for word.
    .where(and(sql`public = 1`, sql`instr(${rooms.foldedName}, ${foldName(text)}) > 0`))
    .orderBy(desc(rooms.lastAt), rooms.id)
    .limit(limit);
  return rows.map(previewOf);
}

/** A group as it looks from outside, be it public or not: for callers who were invited. */
export async function findGroup(db: Database, userId: string, roomId: string): Promise<GroupPreview | undefined> {
  const [row] = await db
    .select({ ...preview, member: members.userId })
    .from(rooms)
    .leftJoin(members, and(eq(members.roomId, rooms.id), eq(members.userId, userId)))
    .where(and(eq(rooms.id, roomId), eq(rooms.kind, "group")));
  return row && previewOf(row);
}

/** Takes the oldest messages of a room out of the index and of the record. Returns whether there were any. */
export async function eraseMessages(db: Database, search: D1Database, roomId: string): Promise<boolean> {
  const oldest = await db
    .select({ seq: messages.seq, at: messages.at, mentions: messages.mentions })
    .from(messages)
    .where(eq(messages.roomId, roomId))
    .orderBy(messages.seq)
    .limit(ERASED_AT_ONCE);
  const last = oldest.at(-1);
  if (!last) return false;
  // The index first: without the record nobody would know what to take out of it.
  await forgetMessages(search, roomId, oldest);
  const named = oldest.filter(({ mentions: names }) => names !== null);
  await db.batch([
    db.delete(mentions).where(sql`(user_id, room_id, seq) in (
      select name.value, ${roomId}, message.value ->> 'seq'
      from json_each(${JSON.stringify(named)}) as message, json_each(message.value ->> 'mentions') as name)`),
    db.delete(versions).where(and(eq(versions.roomId, roomId), sql`${versions.seq} <= ${last.seq}`)),
    db.delete(messages).where(and(eq(messages.roomId, roomId), sql`${messages.seq} <= ${last.seq}`)),
  ]);
  return true;
}

/** The last of a room whose messages are gone. */
export async function eraseRoom(db: Database, search: D1Database, roomId: string): Promise<void> {
  await forgetRoom(search, roomId);
  await db.delete(rooms).where(eq(rooms.id, roomId));
}

function previewOf({ id, name, topic, memberCount, member }: PreviewRow): GroupPreview {
  return { id, name: name ?? "", memberCount, isMember: member !== null, ...(topic === null ? {} : { topic }) };
}
