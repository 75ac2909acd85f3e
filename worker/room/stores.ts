import type { Database } from "../db/database.ts";
import { recordMessages, recordVersions } from "../db/messages.ts";
import { findRecentReads, recordReads } from "../db/reads.ts";
import type { RoomAddress } from "../protocol.ts";
import { indexMessages } from "../search/message-index.ts";
import type { Stores } from "./outbox.ts";
import { type PlacedReads, placeReads } from "./place-reads.ts";
import type { Mark } from "./read-marks.ts";

/** The record and the index, for one room. `before`: what the record has to know first; where it throws nothing is recorded. */
export function storesOf(db: Database, search: D1Database, address: RoomAddress, before: () => Promise<void>): Stores {
  const { id: roomId, kind } = address;
  const peerIds = peerIdsOf(address);
  /** In this waking: saying it again costs nothing, and not having said it would hide the room from its people. */
  let hasRecordedPeers = false;
  /** What stands in the row of the room, once this waking has asked. */
  let recent: ReadonlyMap<string, number> | undefined;

  async function placing(marks: Mark[], write: (reads: PlacedReads) => Promise<void>): Promise<void> {
    recent ??= await findRecentReads(db, roomId);
    const reads = placeReads(recent, marks);
    await write(reads);
    recent = reads.recent;
  }

  return {
    versions: (versions) => recordVersions(db, roomId, versions),
    async record(changes, head, rev, marks) {
      await before();
      const newPeerIds = hasRecordedPeers ? [] : peerIds;
      await placing(marks, (reads) =>
        recordMessages(db, { roomId, kind, newPeerIds, changes, head, rev, reads, now: Date.now() }),
      );
      hasRecordedPeers ||= changes.length > 0;
    },
    index: (changes) => indexMessages(search, roomId, changes),
    async forgetReader(userId) {
      if (!recent?.has(userId)) return;
      const left = new Map(Array.from(recent).filter(([id]) => id !== userId));
      await recordReads(db, roomId, { recent: left, apart: [] });
      recent = left;
    },
    mark: (marks) => placing(marks, (reads) => recordReads(db, roomId, reads)),
  };
}

/** The two people of a direct room; nobody in any other. */
export function peerIdsOf(address: RoomAddress): string[] {
  return address.kind === "direct" ? address.userIds : [];
}
