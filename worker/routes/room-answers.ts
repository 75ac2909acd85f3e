/** A room as it is now, for an answer. */
import type { AppContext } from "../app-env.ts";
import { findPeople, personOf, type UserRow } from "../db/users.ts";
import { valueIn } from "../errors.ts";
import type { Member, Room, RoomDetails } from "../protocol.ts";
import { updateRoom } from "../room/visit.ts";

/** As the room itself knows it. */
export async function upToDate(c: AppContext, userId: string, room: Room): Promise<Room> {
  return updateRoom(room, await c.env.ROOM.getByName(room.id).news(userId, room.readSeq));
}

/** The same, with the people in it. */
export async function detailsOf(c: AppContext, user: UserRow, room: Room): Promise<RoomDetails> {
  const now = await upToDate(c, user.id, room);
  switch (now.kind) {
    case "global":
      return now;
    case "direct": {
      const people = now.peer ? [personOf(user), now.peer] : [];
      return { ...now, members: people.map((person) => ({ ...person, role: "member" })) };
    }
    case "group":
      return { ...now, members: await membersOf(c, user.id, room.id) };
  }
}

/** Everybody in a group that `userId` is in. */
async function membersOf(c: AppContext, userId: string, roomId: string): Promise<Member[]> {
  const roles = valueIn(await c.env.ROOM.getByName(roomId).roles(userId));
  const people = await findPeople(
    c.var.db,
    roles.map(({ id }) => id),
  );
  const byId = new Map(people.map((person) => [person.id, person]));
  return roles.map(({ id, role }) => ({ ...(byId.get(id) ?? { id, username: null, displayName: null }), role }));
}
