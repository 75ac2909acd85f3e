import { and, eq, getTableColumns, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import * as v from "valibot";
import { type Person, parseRoomId, type Room, type RoomSettingsInput } from "../protocol.ts";
import { shownRestrictions } from "../room/restrictions.ts";
import type { Database } from "./database.ts";
import { readSeqIn } from "./reads.ts";
import { members, rooms, users } from "./schema.ts";
import { messageOf, StoredMessage } from "./stored-message.ts";
import { findPeople, nobody, type PersonRow, personOf } from "./users.ts";

// What many people have read is for the engine to look up: it is no part of what one of them sees of a room.
export const { reads: _, ...roomColumns } = getTableColumns(rooms);
export const memberColumns = { ...getTableColumns(members), readSeq: readSeqIn };

type RoomRow = Omit<typeof rooms.$inferSelect, "reads">;
type MemberRow = typeof members.$inferSelect;

/**
 * The rooms of a person, latest activity first. Three rows read for each: of `members`, of `rooms`, and of the one other person that is
 * shown with it; and one for each message since that names the person. `self` saves looking them up, for what they wrote themselves.
 */
export async function listRooms(db: Database, userId: string, self?: Person): Promise<Room[]> {
  const rows = await selectRooms(db).where(eq(members.userId, userId));
  // Sorted by the engine each would be read once more.
  rows.sort((one, other) => other.room.lastAt - one.room.lastAt || (one.room.id < other.room.id ? -1 : 1));
  const people = peopleIn(rows, self ?? (await findPeople(db, [userId]))[0]);
  return rows.map(({ room, member, mentions }) => roomOf(room, member, people, userId, mentions));
}

/** Places of people in rooms, with the other person of a direct room, or who wrote the last message of another one. */
function selectRooms(db: Database) {
  return db
    .select({
      room: roomColumns,
      member: memberColumns,
      mentions: mentionsSince(readSeqIn),
      other: otherColumns,
    })
    .from(members)
    .innerJoin(rooms, eq(rooms.id, members.roomId))
    .leftJoin(other, eq(other.id, OTHER_ID));
}

export const other = alias(users, "other");
export const otherColumns = {
  id: other.id,
  username: other.username,
  displayName: other.displayName,
  deletedAt: other.deletedAt,
};
// The ids of a direct room stand behind its `dm:`, with a colon between them, and none in them. Oneself is no other person.
export const OTHER_ID = sql`iif(${rooms.kind} = 'direct',
  trim(replace(substr(${rooms.id}, 3) || ':', ':' || ${members.userId} || ':', ':'), ':'),
  nullif(${rooms.lastMessage} ->> 'authorId', ${members.userId}))`;

function peopleIn(rows: { other: PersonRow | null }[], self: Person | undefined): Map<string, Person> {
  const others = rows.flatMap(({ other: row }) => (row ? [personOf(row)] : []));
  return new Map([...others, ...(self ? [self] : [])].map((person) => [person.id, person]));
}

/**
 * How many messages after `readSeq` name the person of a row of `members`. One row read for each of them: what an edit or a delete took
 * back is still in `mentions`, so the messages are asked. Where nobody was named since, nothing is looked at.
 */
export function mentionsSince(readSeq: SQLWrapper): SQL<number> {
  return sql<number>`iif(${rooms.mentionedSeq} > ${readSeq}, (
    select count(*) from mentions as named
    join messages as said on said.room_id = named.room_id and said.seq = named.seq
    where named.user_id = ${members.userId} and named.room_id = ${members.roomId} and named.seq > ${readSeq}
      and instr(said.mentions, json_quote(named.user_id)) > 0), 0)`;
}

/**
 * How somebody wants to hear of a room. Where nothing was said in a direct room yet, they get their row of `members` with it.
 * @returns whether they are in it
 */
export async function changeRoomSettings(
  db: Database,
  userId: string,
  { id: roomId, kind }: Pick<Room, "id" | "kind">,
  change: RoomSettingsInput,
  now: number,
): Promise<boolean> {
  const set = {
    ...(change.muted === undefined ? {} : { muted: change.muted }),
    ...(change.notify ? { notify: change.notify } : {}),
  };
  if (Object.keys(set).length === 0) return true;
  if (kind !== "direct") {
    // Never a new row: somebody who is removed at this moment must not put themself back.
    const changed = await db
      .update(members)
      .set(set)
      .where(and(eq(members.userId, userId), eq(members.roomId, roomId)))
      .returning({ userId: members.userId });
    return changed.length > 0;
  }
  await db
    .insert(members)
    .values({ userId, roomId, joinedAt: now, ...set })
    .onConflictDoUpdate({ target: [members.userId, members.roomId], set });
  return true;
}

/** The ids of the rooms that a person may read and that may hold something to find. */
export async function listRoomIds(db: Database, userId: string): Promise<string[]> {
  const rows = await db.select({ roomId: members.roomId }).from(members).where(eq(members.userId, userId));
  return rows.map(({ roomId }) => roomId);
}

export function roomOf(
  row: RoomRow,
  member: MemberRow | null,
  people: Map<string, Person>,
  userId: string,
  mentions: number,
): Room {
  const readSeq = member?.readSeq ?? 0;
  // What has been read was there, even where the head is still on its way.
  const lastSeq = Math.max(row.lastSeq, readSeq);
  const room: Room = {
    id: row.id,
    kind: row.kind,
    lastSeq,
    readSeq,
    unread: lastSeq - readSeq,
    mentions,
    muted: member?.muted ?? false,
    notify: member?.notify ?? "all",
  };
  if (row.name !== null) room.name = row.name;
  if (row.topic !== null) room.topic = row.topic;
  Object.assign(room, shownRestrictions({ slowMode: row.slowModeS, locked: row.locked }));
  if (row.kind === "group" && member) {
    Object.assign(room, { role: member.role, memberCount: row.memberCount, public: row.public });
  }
  const peerId = peerIdOf(row.id, userId);
  if (peerId !== undefined) room.peer = people.get(peerId) ?? nobody(peerId);
  const last = lastMessageOf(row);
  if (last) {
    room.lastMessage = messageOf(row.id, { stored: last, author: people.get(last.authorId) ?? nobody(last.authorId) });
  }
  return room;
}

function lastMessageOf(row: RoomRow): StoredMessage | undefined {
  return row.lastMessage === null ? undefined : v.parse(StoredMessage, JSON.parse(row.lastMessage));
}

function peerIdOf(roomId: string, userId: string): string | undefined {
  const address = parseRoomId(roomId);
  return address?.kind === "direct" ? address.userIds.find((id) => id !== userId) : undefined;
}

export function emptyRoom(id: string): RoomRow {
  return {
    id,
    kind: "direct",
    name: null,
    topic: null,
    createdAt: 0,
    lastSeq: 0,
    lastRev: 0,
    lastAt: 0,
    lastMessage: null,
    public: false,
    foldedName: null,
    memberCount: 0,
    mentionedSeq: 0,
    slowModeS: 0,
    locked: false,
  };
}
