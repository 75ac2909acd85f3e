import * as v from "valibot";
import { newId } from "../ids.ts";
import { parseRoomId, type RoomAddress } from "../protocol.ts";

/** `epoch` changes when a room is restored or imported, so that nobody resumes into another history. */
const Identity = v.object({ roomId: v.string(), epoch: v.string() });

/**
 * Which room an object is, written down when it is first called. Later it may wake without being told its name.
 * @param name by which the object was called
 */
export function identify(
  store: Pick<SyncKvStorage, "get" | "put">,
  name: string | undefined,
): { address: RoomAddress; epoch: string } {
  const known = store.get("identity");
  if (known !== undefined) {
    const { roomId, epoch } = v.parse(Identity, known);
    return { address: addressOf(roomId), epoch };
  }
  const address = addressOf(name);
  const epoch = newId();
  store.put("identity", { roomId: address.id, epoch } satisfies v.InferOutput<typeof Identity>);
  return { address, epoch };
}

function addressOf(roomId: string | undefined): RoomAddress {
  const address = roomId === undefined ? undefined : parseRoomId(roomId);
  if (!address) throw new Error("a room is addressed by its id");
  return address;
}
