/** Somebody's place in a room and, beside it, whether their session stands: what a call about a room asks of the record, in one query. */
import { and, eq, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import * as v from "valibot";
import type { SessionClaims } from "../auth/tokens.ts";
import type { Room, RoomAddress } from "../protocol.ts";
import { type Database, preparedOnce } from "./database.ts";
import { readSeqIn, readSeqOf } from "./reads.ts";
import {
  emptyRoom,
  memberColumns,
  mentionsSince,
  OTHER_ID,
  other,
  otherColumns,
  roomColumns,
  roomOf,
} from "./rooms.ts";
import { members, rooms, users } from "./schema.ts";
import { lastSeenAt, type SignedIn, signedInOf } from "./sessions.ts";
import { standingColumns } from "./standing.ts";
import { personOf } from "./users.ts";

/** What the record knows of one person's place in a room. */
export interface Membership {
  room: Room;
  /** How far each of the two people of a direct room has read. */
  reads: Record<string, number>;
}

/**
 * The room as `userId` sees it, if they are in it. One of two people exists without being made: nothing needs to be written in it
 * yet, but where one of the two is nobody, or is gone and never wrote there, it does not.
 * @param readSeq how far they have read, where the room knows better than the record
 */
export async function findMembership(
  db: Database,
  userId: string,
  address: RoomAddress,
  readSeq?: number,
): Promise<Membership | undefined> {
  const place = await findPlace(db, userId, address, { readSeq });
  return place && membershipOf(place, address);
}

/** Both at once, each where it is so: the session stands, and its owner is in the room. */
export async function findCaller(
  db: Database,
  claims: SessionClaims,
  address: RoomAddress,
  now: number,
): Promise<{ signedIn: SignedIn | undefined; membership: Membership | undefined }> {
  const place = await findPlace(db, claims.userId, address, { sessionId: claims.sessionId, now });
  return {
    signedIn: place && signedInOf(place, claims, now),
    membership: place && membershipOf(place, address),
  };
}

/** Both at once: whether the session stands, and the ids of all rooms that its owner is in. */
export async function findReader(
  db: Database,
  claims: SessionClaims,
  now: number,
): Promise<{ signedIn: SignedIn | undefined; roomIds: string[] }> {
  const { userId, sessionId } = claims;
  const [row] = await readerQuery(db).execute({ userId, sessionId, now });
  return { signedIn: row && signedInOf(row, claims, now), roomIds: v.parse(RoomIds, JSON.parse(row?.roomIds ?? "[]")) };
}

const RoomIds = v.array(v.string());
const readerQuery = preparedOnce((db) =>
  db
    .select({
      user: users,
      ...standingColumns,
      lastSeenAt,
      roomIds: sql<string>`(select json_group_array(${members.roomId}) from ${members}
        where ${members.userId} = ${sql.placeholder("userId")})`,
    })
    .from(users)
    .where(eq(users.id, sql.placeholder("userId")))
    .prepare(),
);

type Place = Awaited<ReturnType<ReturnType<typeof selectPlace>["execute"]>>[number];

const theirs = alias(members, "theirs");
const placeQuery = preparedOnce(selectPlace);

async function findPlace(
  db: Database,
  userId: string,
  { id: roomId, ...address }: RoomAddress,
  given: { readSeq?: number | undefined; sessionId?: string; now?: number },
): Promise<Place | undefined> {
  const { readSeq = null, sessionId = null, now = 0 } = given;
  const peerId = address.kind === "direct" ? address.userIds.find((id) => id !== userId) : undefined;
  const [place] = await placeQuery(db).execute({ userId, roomId, peerId: peerId ?? null, readSeq, sessionId, now });
  return place;
}

function selectPlace(db: Database) {
  const roomId = sql.placeholder("roomId");
  const own = sql`coalesce(${sql.placeholder("readSeq")}, ${readSeqIn})`;
  return db
    .select({
      user: users,
      ...standingColumns,
      lastSeenAt,
      room: roomColumns,
      member: memberColumns,
      mentions: mentionsSince(own),
      other: otherColumns,
      theirReadSeq: readSeqOf(theirs),
    })
    .from(users)
    .leftJoin(rooms, eq(rooms.id, roomId))
    .leftJoin(members, and(eq(members.roomId, roomId), eq(members.userId, users.id)))
    .leftJoin(other, eq(other.id, sql`coalesce(${sql.placeholder("peerId")}, ${OTHER_ID})`))
    .leftJoin(theirs, and(eq(theirs.roomId, roomId), eq(theirs.userId, other.id)))
    .where(eq(users.id, sql.placeholder("userId")))
    .prepare();
}

function membershipOf(
  { user, room, member, other, mentions, theirReadSeq }: Place,
  address: RoomAddress,
): Membership | undefined {
  const isDirect = address.kind === "direct";
  if (isDirect ? !other : !room || !member) return undefined;
  if (isDirect && !room && (user.deletedAt !== null || other?.deletedAt !== null)) return undefined;
  const people = new Map([user, ...(other ? [other] : [])].map((row) => [row.id, personOf(row)]));
  const reads = isDirect && other ? { [user.id]: member?.readSeq ?? 0, [other.id]: theirReadSeq ?? 0 } : {};
  return { room: roomOf(room ?? emptyRoom(address.id), member, people, user.id, mentions), reads };
}
