import type { Database } from "../db/database.ts";
import { recordMessages } from "../db/messages.ts";
import { moveReadMarks } from "../db/rooms.ts";
import type { RoomAddress } from "../protocol.ts";
import { indexMessages } from "../search/message-index.ts";
import type { Stores } from "./outbox.ts";

/** The record and the index, for one room. */
export function storesOf(db: Database, search: D1Database, address: RoomAddress): Stores {
  const { id: roomId, kind } = address;
  const peerIds = peerIdsOf(address);
  /** In this waking: saying it again costs nothing, and not having said it would hide the room from its people. */
  let hasRecordedPeers = false;
  return {
    async record(changes, versions, head, rev) {
      const newPeerIds = hasRecordedPeers ? [] : peerIds;
      await recordMessages(db, { roomId, kind, newPeerIds, changes, versions, head, rev, now: Date.now() });
      hasRecordedPeers ||= changes.length > 0;
    },
    index: (changes) => indexMessages(search, roomId, changes),
    mark: (marks) => moveReadMarks(db, roomId, marks),
  };
}

/** The two people of a direct room; nobody in any other. */
export function peerIdsOf(address: RoomAddress): string[] {
  return address.kind === "direct" ? address.userIds : [];
}
