import type { Database } from "../db/database.ts";
import { findCaller, findMembership, type Membership } from "../db/places.ts";
import { findSession, type SignedIn } from "../db/sessions.ts";
import { notFound } from "../errors.ts";
import { parseRoomId, type Role, type Room, type RoomAddress } from "../protocol.ts";
import type { SessionClaims } from "./tokens.ts";

// The one door to a room. Whoever reads, writes, connects to or searches in a room has come through here.

/**
 * For somebody who is known already.
 * @param roomId as the caller wrote it; the people of a direct room in either order
 * @param readSeq how far they have read, where the room knows better than the record
 * @throws `not_found`, the same for a room that is missing and for one the caller is not in
 */
export async function accessRoom(db: Database, userId: string, roomId: string, readSeq?: number): Promise<Membership> {
  const address = addressFor(userId, roomId);
  if (!address) throw notFound();
  const membership = await findMembership(db, userId, address, readSeq);
  if (!membership) throw notFound();
  return membership;
}

/** For somebody who shows a session: who they are and whether they are in the room is one question to the record. */
export async function lookUp(
  db: Database,
  claims: SessionClaims,
  roomId: string,
): Promise<{ signedIn: SignedIn | undefined; membership: Membership | undefined }> {
  const address = addressFor(claims.userId, roomId);
  if (address) return findCaller(db, claims, address, Date.now());
  return { signedIn: await findSession(db, claims, Date.now()), membership: undefined };
}

/** Before any query: of other people's rooms not even the time an answer takes may tell something. */
function addressFor(userId: string, roomId: string): RoomAddress | undefined {
  const address = parseRoomId(roomId);
  return address?.kind === "direct" && !address.userIds.includes(userId) ? undefined : address;
}

/** Whether somebody may delete what others wrote in a room that `accessRoom` let them into. */
export function mayModerate(room: Room, user: { role: Role }): boolean {
  switch (room.kind) {
    case "global":
      return isModerator(user);
    case "group":
      return room.role === "owner" || room.role === "moderator";
    case "direct":
      return false;
  }
}

/** Whether somebody looks after the whole community. */
export function isModerator(user: { role: Role }): boolean {
  return RANK[user.role] >= RANK.moderator;
}

/** Whether somebody runs it. */
export function isAdmin(user: { role: Role }): boolean {
  return RANK[user.role] >= RANK.admin;
}

/** Whether `one` may act on `other`: only ever downwards. */
export function isAbove(one: { role: Role }, other: { role: Role }): boolean {
  return RANK[one.role] > RANK[other.role];
}

const RANK: Record<Role, number> = { member: 0, moderator: 1, admin: 2, owner: 3 };
