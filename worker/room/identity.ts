import * as v from "valibot";
import { newId } from "../ids.ts";
import { parseRoomId, type RoomAddress } from "../protocol.ts";

/** `epoch` changes when a room is restored or imported, so that nobody resumes into another history. */
const KEY = "identity";
const Identity = v.object({ roomId: v.string(), epoch: v.string() });

interface IdentityOfRoom {
  address: RoomAddress;
  epoch: string;
  /** Nothing is written down of it: `settle` does that. */
  isNew: boolean;
}

/**
 * Which room an object is. Later it may wake without being told its name.
 * @param name by which the object was called
 */
export function identify(store: Pick<SyncKvStorage, "get">, name: string | undefined): IdentityOfRoom {
  const known = store.get(KEY);
  if (known === undefined) return { address: addressOf(name), epoch: newId(), isNew: true };
  const { roomId, epoch } = v.parse(Identity, known);
  return { address: addressOf(roomId), epoch, isNew: false };
}

/** From now on it is that room, in that epoch. */
export function settle(store: Pick<SyncKvStorage, "put">, { id: roomId }: RoomAddress, epoch: string): void {
  store.put(KEY, { roomId, epoch } satisfies v.InferOutput<typeof Identity>);
}

function addressOf(roomId: string | undefined): RoomAddress {
  const address = roomId === undefined ? undefined : parseRoomId(roomId);
  if (!address) throw new Error("a room is addressed by its id");
  return address;
}
