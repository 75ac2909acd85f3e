/** What the record knows of a room whose object has nothing of its own: after a move, or where its storage was lost. */
import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { type MemberRole, parseRoomId } from "../protocol.ts";
import type { Database } from "./database.ts";
import { findMessages } from "./messages.ts";
import { readSeqIn } from "./reads.ts";
import { members, messages, rooms, users } from "./schema.ts";
import type { Signed } from "./stored-message.ts";

/** Ids that clients gave are remembered for a day; of a room that was busier than this, those of the last messages. */
const SENT_IDS = 1_000;

/** Somebody's place in a group. */
export interface RecordedPlace {
  userId: string;
  role: MemberRole;
  joinedAt: number;
  joinedSeq: number;
}

export interface RecordedRoom {
  rev: number;
  /** The last ones, ascending. */
  messages: Signed[];
  sent: { authorId: string; id: string; seq: number; at: number }[];
  restrictions: { slowMode: number; locked: boolean };
  /** Who of its people does not let others see how far they have read. Not asked of the global room, where nobody is told that. */
  discreetIds: string[];
  /** Of a named group alone. */
  group: { name: string; topic: string; isPublic: boolean; createdAt: number; members: RecordedPlace[] } | undefined;
}

/**
 * `undefined` for a room that the record has never heard of.
 * @throws where what the record has does not fit together: a room that began wrong would write over its own messages
 */
export async function findRecordedRoom(db: Database, roomId: string, last: number): Promise<RecordedRoom | undefined> {
  const [[room], sent] = await db.batch([
    db.select().from(rooms).where(eq(rooms.id, roomId)),
    db
      .select({ authorId: messages.authorId, id: messages.id, seq: messages.seq, at: messages.at })
      .from(messages)
      .where(eq(messages.roomId, roomId))
      .orderBy(desc(messages.seq))
      .limit(SENT_IDS),
  ]);
  const lastSeq = sent[0]?.seq ?? 0;
  if (!room && lastSeq === 0) return undefined;
  const latest = lastSeq === 0 ? [] : await findMessages(db, roomId, { from: lastSeq - last + 1, to: lastSeq });
  if (!room || (latest.at(-1)?.stored.seq ?? 0) !== lastSeq || room.lastRev < lastSeq) {
    throw new Error(`the record does not fit together: ${roomId}, last message ${lastSeq}`);
  }
  return {
    rev: room.lastRev,
    messages: latest,
    sent,
    restrictions: { slowMode: room.slowModeS, locked: room.locked },
    discreetIds: await listDiscreet(db, roomId),
    group: room.kind === "group" ? { ...describedIn(room), members: await listPlaces(db, roomId) } : undefined,
  };
}

function describedIn({ name, topic, public: isPublic, createdAt }: typeof rooms.$inferSelect) {
  return { name: name ?? "", topic: topic ?? "", isPublic, createdAt };
}

async function listDiscreet(db: Database, roomId: string): Promise<string[]> {
  const address = parseRoomId(roomId);
  if (!address || address.kind === "global") return [];
  const people =
    address.kind === "direct"
      ? address.userIds
      : db.select({ id: members.userId }).from(members).where(eq(members.roomId, roomId));
  const rows = await db
    .select({ id: users.id })
    .from(users)
    .where(
      and(
        inArray(users.id, people),
        sql`case when json_valid(${users.settings}) then json_extract(${users.settings}, '$.privacy.receipts') end = 0`,
      ),
    );
  return rows.map(({ id }) => id);
}

/** Looks at everybody's places: for once in the life of a room. */
async function listPlaces(db: Database, roomId: string): Promise<RecordedPlace[]> {
  const rows = await db
    .select({ userId: members.userId, role: members.role, joinedAt: members.joinedAt, readSeq: readSeqIn })
    .from(members)
    .innerJoin(rooms, eq(rooms.id, members.roomId))
    .where(eq(members.roomId, roomId));
  // What they had read when they came is not known; what they have read since is, and counts for more.
  return rows.map(({ userId, role, joinedAt, readSeq }) => ({ userId, role, joinedAt, joinedSeq: readSeq }));
}
