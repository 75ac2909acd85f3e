import type { Database } from "../db/database.ts";
import { recordMessages, recordVersions } from "../db/messages.ts";
import { moveReadMarks } from "../db/rooms.ts";
import type { RoomAddress } from "../protocol.ts";
import { indexMessages } from "../search/message-index.ts";
import type { Stores } from "./outbox.ts";

/** The record and the index, for one room. `before`: what the record has to know first; where it throws nothing is recorded. */
export function storesOf(db: Database, search: D1Database, address: RoomAddress, before: () => Promise<void>): Stores {
  const { id: roomId, kind } = address;
  const peerIds = peerIdsOf(address);
  /** In this waking: saying it again costs nothing, and not having said it would hide the room from its people. */
  let hasRecordedPeers = false;
  return {
    versions: (versions) => recordVersions(db, roomId, versions),
    async record(changes, head, rev) {
      await before();
      const newPeerIds = hasRecordedPeers ? [] : peerIds;
      await recordMessages(db, { roomId, kind, newPeerIds, changes, head, rev, now: Date.now() });
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
