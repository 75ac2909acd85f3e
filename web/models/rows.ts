import type { Message, Person } from "../../worker/protocol.ts";
import { withChange } from "../client/change.ts";
import type { PendingChange } from "../client/changes.ts";
import type { OutboxItem } from "../client/outbox.ts";

/** A line of the conversation. `key` stays the same while a message of one's own settles. */
export type Row =
  | { kind: "day"; key: string; at: number }
  | { kind: "new"; key: string }
  | {
      kind: "message";
      key: string;
      /** As it looks with what is on its way. */
      message: Message;
      startsGroup: boolean;
      quoted: Quoted;
      changes: readonly PendingChange[];
    }
  /** What people wrote whom one has blocked, one after the other. */
  | { kind: "folded"; key: string; seqs: readonly number[] }
  | { kind: "unsent"; key: string; item: OutboxItem; startsGroup: boolean; quoted: Quoted };

/** The message that is answered, where it is at hand, and not of somebody whom one has blocked. */
export type Quoted = Message | "blocked" | undefined;

export interface RowsInput {
  messages: readonly Message[];
  /** The message before the first one, where it is known, so that grouping does not depend on what is on the page. */
  before?: Message;
  /** A message that is at hand, for the quotes of it. */
  find(seq: number): Message | undefined;
  unsent: readonly OutboxItem[];
  /** What one changes in the messages, and what could not be changed. */
  changes: readonly PendingChange[];
  me: Person;
  /** The message after this one gets the "new" line above it. */
  newAfter?: number;
  /** Whether a message is folded away. */
  isFolded?(message: Message): boolean;
}

// UX: one author's messages within 5 minutes of the same day belong together.
const GROUP_WITHIN_MS = 5 * 60 * 1000;
// The same one for all: rows are told apart by what they hold.
const NO_CHANGES: readonly PendingChange[] = [];

export function rowsOf({ messages, before, find, unsent, changes, me, newAfter, ...input }: RowsInput): Row[] {
  const rows: Row[] = [];
  const isFolded = (message: Message | undefined) => message && input.isFolded?.(message);
  const quotedBy = (seq: number | undefined): Quoted => {
    const quoted = seq === undefined ? undefined : find(seq);
    return isFolded(quoted) ? "blocked" : quoted;
  };
  let day = before && dayOf(before.at);
  let lastAuthorId = before?.from.id;
  let lastAt = before?.at ?? 0;

  function startsGroup(authorId: string, at: number): boolean {
    const isNewDay = day === undefined || at < day.from || at >= day.to;
    if (isNewDay) {
      day = dayOf(at);
      rows.push({ kind: "day", key: `day-${day.from}`, at });
    }
    const starts = isNewDay || lastAuthorId !== authorId || at - lastAt > GROUP_WITHIN_MS;
    lastAuthorId = authorId;
    lastAt = at;
    return starts;
  }

  let folded: number[] = [];
  for (const message of messages) {
    let starts = startsGroup(message.from.id, message.at) || message.replyTo !== undefined;
    // Where that message is not on the page, a line would stand in the wrong place. One's own is new where one said so.
    if (message.seq - 1 === newAfter) {
      rows.push({ kind: "new", key: "new" });
      starts = true;
    }
    if (isFolded(message)) {
      if (rows.at(-1)?.kind !== "folded") {
        folded = [];
        rows.push({ kind: "folded", key: `folded-${message.seq}`, seqs: folded });
      }
      folded.push(message.seq);
      lastAuthorId = undefined;
      continue;
    }
    const row = rowOf(message, starts, quotedBy(message.replyTo));
    const own = changes.filter(({ change }) => change.seq === message.seq);
    rows.push(own.length === 0 ? row : { ...row, message: withChanges(message, own, me.id), changes: own });
  }
  for (const item of unsent) {
    if (messages.some(({ from, id }) => from.id === me.id && id === item.id)) continue;
    const key = keyOf(me.id, item.id);
    // This device's clock may be behind the server's: what is not sent yet is never older than what is.
    const at = Math.max(item.queuedAt, lastAt);
    const starts = startsGroup(me.id, at) || item.replyTo !== undefined;
    rows.push({ kind: "unsent", key, item, startsGroup: starts, quoted: quotedBy(item.replyTo) });
  }
  return rows;
}

type StoredRow = Extract<Row, { kind: "message" }>;

// Most messages are what they were each time that rows are made of them: then their rows are the same as well.
const made = new WeakMap<Message, StoredRow>();

function rowOf(message: Message, startsGroup: boolean, quoted: Quoted): StoredRow {
  const known = made.get(message);
  if (known?.startsGroup === startsGroup && known.quoted === quoted) return known;
  const key = keyOf(message.from.id, message.id);
  const row: StoredRow = { kind: "message", key, message, startsGroup, quoted, changes: NO_CHANGES };
  made.set(message, row);
  return row;
}

function withChanges(message: Message, changes: readonly PendingChange[], userId: string): Message {
  return changes.reduce(
    (now, { change, failure, madeAt }) => (failure === undefined ? withChange(now, change, userId, madeAt) : now),
    message,
  );
}

/** The first moment of a day, and the first one after it, in ms. */
function dayOf(at: number): { from: number; to: number } {
  const day = new Date(at);
  const from = day.setHours(0, 0, 0, 0);
  // Where clocks go on at midnight, the hour that is missing is not a day's first.
  return { from, to: day.setHours(24, 0, 0, 0) };
}

function keyOf(userId: string, clientId: string): string {
  return `${userId}:${clientId}`;
}

/** The last of one's own messages, where the other one has read it and said nothing since: an answer says so by itself. */
export function seenSeq(rows: readonly Row[], userId: string, readSeq: number): number | undefined {
  for (const row of rows.toReversed()) {
    if (row.kind !== "message") continue;
    const { seq, from, deletedAt } = row.message;
    if (from.id !== userId) return undefined;
    if (seq <= readSeq) return deletedAt === undefined ? seq : undefined;
  }
  return undefined;
}
