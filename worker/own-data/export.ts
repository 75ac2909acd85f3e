/** Everything that is stored about a person and by a person, line by line, a page of each at a time: however much it is, little of it is in memory. */
import { listAudit } from "../db/audit.ts";
import { listBlocks } from "../db/blocks.ts";
import type { Database } from "../db/database.ts";
import {
  findEarlierTexts,
  findTraces,
  lastRecorded,
  listMemberships,
  type MembershipRow,
  type Stretch,
  type Trace,
} from "../db/own-data.ts";
import { listReportsBy } from "../db/reports.ts";
import { listSessions } from "../db/sessions.ts";
import { messageOf } from "../db/stored-message.ts";
import { meOf, personOf, type UserRow } from "../db/users.ts";
import type { AuditEntry, Message } from "../protocol.ts";
import { after, portions } from "./stretches.ts";

const PAGE = 100;

export interface ExportSources {
  db: Database;
  /** The networks that the account's gate remembers, and when somebody last signed in from each, in ms. */
  networks(): Promise<Record<string, number>>;
  /** The rooms that the inbox remembers, by id, from the one after `afterRoomId` on: those that were left since, too. */
  knownRooms(afterRoomId: string, limit: number): Promise<string[]>;
  /** The seq of a room's last message. */
  lastSeq(roomId: string): Promise<number>;
  /** A page of a room's history after `seq`, whatever the record has of it. */
  historyAfter(roomId: string, seq: number, limit: number): Promise<Message[]>;
}

type Line = { type: string } & Record<string, unknown>;

/** Lines in pages, to be sent as they come. The last one is `end`: without it something is missing. */
export async function* exportPages(user: UserRow, sources: ExportSources, now: number): AsyncGenerator<Line[]> {
  let lines = 0;
  for await (const page of pages(user, sources, now)) {
    lines += page.length;
    yield page;
  }
  yield [{ type: "end", lines }];
}

async function* pages(user: UserRow, sources: ExportSources, now: number): AsyncGenerator<Line[]> {
  yield [
    { type: "export", version: 1, at: now },
    { type: "account", user: meOf(user) },
  ];
  const sessions = await listSessions(sources.db, user.id, 0);
  yield sessions.map(({ userId: _, ...session }) => ({ type: "session", ...session }));
  const networks = await sources.networks();
  yield Object.entries(networks).map(([network, lastAt]) => ({ type: "network", network, lastAt }));
  const blocked = await listBlocks(sources.db, user.id);
  yield blocked.map(({ blockedId, at }) => ({ type: "block", userId: blockedId, at }));
  const reports = await listReportsBy(sources.db, user.id);
  yield reports.map(({ roomId, seq, userId, reason, at }) => ({
    type: "report",
    ...(roomId === "" ? { userId } : { room: roomId, seq }),
    reason,
    at,
  }));
  for await (const entries of auditPages(user.id, sources)) yield entries.map((entry) => ({ type: "act", ...entry }));
  for await (const memberships of membershipPages(user.id, sources)) {
    yield memberships.map(({ userId: _, roomId, ...place }) => ({ type: "room", room: roomId, ...place }));
  }
  for await (const roomIds of roomPages(user.id, sources)) yield* traces(user, roomIds, sources);
}

/** What was done to this person, or by them. */
async function* auditPages(userId: string, { db }: ExportSources): AsyncGenerator<AuditEntry[]> {
  for (let before: number | undefined; ; ) {
    // Who reports somebody stays between them and the moderators; so that it happened does.
    const page = await listAudit(db, { userId, without: ["report_closed"], before, limit: PAGE });
    yield page;
    if (page.length < PAGE) return;
    before = page.at(-1)?.no;
  }
}

async function* membershipPages(userId: string, { db }: ExportSources): AsyncGenerator<MembershipRow[]> {
  for (let last = ""; ; ) {
    const page = await listMemberships(db, userId, last, PAGE);
    yield page;
    if (page.length < PAGE) return;
    last = page.at(-1)?.roomId ?? "";
  }
}

/** Every room in which there may be something: those that one is in, and those that one was in. Each once. */
async function* roomPages(userId: string, sources: ExportSources): AsyncGenerator<string[]> {
  for (let last = ""; ; ) {
    const [own, known] = await Promise.all([
      listMemberships(sources.db, userId, last, PAGE),
      sources.knownRooms(last, PAGE),
    ]);
    const merged = [...new Set([...own.map(({ roomId }) => roomId), ...known])].sort();
    // Both lists are sorted and full or at their end: up to here nothing of either is missing.
    const page = merged.slice(0, PAGE);
    yield page;
    if (own.length < PAGE && known.length < PAGE && merged.length <= PAGE) return;
    last = page.at(-1) ?? "";
  }
}

async function* traces(user: UserRow, roomIds: string[], sources: ExportSources): AsyncGenerator<Line[]> {
  const recorded = await lastRecorded(sources.db, roomIds);
  const rooms: Stretch[] = roomIds.map((roomId) => ({ roomId, from: 1, to: recorded.get(roomId) ?? 0 }));
  for (let portion of portions(rooms)) {
    for (let isDone = false; !isDone; ) {
      const found = await findTraces(sources.db, user.id, portion, PAGE);
      yield found.flatMap((trace) => linesOf(trace, user));
      yield await earlierTexts(found, user, sources.db);
      const last = found.at(-1);
      isDone = found.length < PAGE || last === undefined;
      if (last) portion = after(portion, last);
    }
  }
  for (const { roomId, to } of rooms) yield* unrecorded(user, roomId, to, sources);
}

/** What is not in the record yet. */
async function* unrecorded(
  user: UserRow,
  roomId: string,
  recorded: number,
  sources: ExportSources,
): AsyncGenerator<Line[]> {
  const last = await sources.lastSeq(roomId);
  for (let seq = recorded; seq < last; ) {
    const page = await sources.historyAfter(roomId, seq, PAGE);
    yield page.filter(({ from }) => from.id === user.id).map((message) => ({ type: "message", message }));
    seq = page.at(-1)?.seq ?? last;
  }
}

/** What the person's own messages said before they were edited. */
async function earlierTexts(found: Trace[], user: UserRow, db: Database): Promise<Line[]> {
  const edited = found.filter(({ stored }) => stored.authorId === user.id && stored.editedAt !== null);
  if (edited.length === 0) return [];
  const earlier = await findEarlierTexts(
    db,
    edited.map(({ roomId, stored: { seq } }) => ({ roomId, seq })),
  );
  return earlier.map(({ roomId, seq, body, at }) => ({ type: "version", room: roomId, seq, body, at }));
}

function linesOf({ roomId, stored }: Trace, user: UserRow): Line[] {
  const reactions = Object.entries(stored.reactions ?? {})
    .filter(([, userIds]) => userIds.includes(user.id))
    .map(([emoji]) => ({ type: "reaction", room: roomId, seq: stored.seq, emoji }));
  if (stored.authorId !== user.id) return reactions;
  return [{ type: "message", message: messageOf(roomId, { stored, author: personOf(user) }) }, ...reactions];
}
