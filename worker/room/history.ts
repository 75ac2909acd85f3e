import type { HistoryPage, Message } from "../protocol.ts";

/** Which messages are asked for. Without any of the three: the last ones. */
export interface HistoryQuery {
  before?: number | undefined;
  after?: number | undefined;
  around?: number | undefined;
  limit: number;
}

/** Both ends included; empty where `to` < `from`. */
export interface SeqRange {
  from: number;
  to: number;
}

/** The messages that a query means in a room whose last message is `lastSeq`. */
export function rangeOf({ before, after, around, limit }: HistoryQuery, lastSeq: number): SeqRange {
  if (after !== undefined) return { from: Math.min(after, lastSeq) + 1, to: Math.min(after + limit, lastSeq) };
  if (around !== undefined) {
    // Centred, and shifted where it would reach over an end, so that the page is full.
    const to = Math.min(lastSeq, Math.max(limit, around + Math.ceil(limit / 2) - 1));
    const from = Math.max(1, Math.min(to - limit + 1, lastSeq));
    return { from, to };
  }
  const to = Math.min((before ?? lastSeq + 1) - 1, lastSeq);
  return { from: Math.max(1, to - limit + 1), to };
}

/** What a page needs from the two places where messages are. */
export interface HistorySources {
  /** The room itself: its last message, and those of the range meant that it still holds, ascending. */
  room(query: HistoryQuery): Promise<{ lastSeq: number; messages: Message[] }>;
  /** Those of the range that the record has, ascending. */
  recorded(range: SeqRange): Promise<Message[]>;
}

/**
 * One page without gaps, complete whatever the state of the record. The room is asked first: it knows of every change, and what it has
 * let go of is in the record by then. Where both have a message the room's is the newer one.
 * @throws Error where neither has a message that there must be
 */
export async function readHistory(query: HistoryQuery, sources: HistorySources): Promise<HistoryPage> {
  const { lastSeq, messages } = await sources.room(query);
  const { from, to } = rangeOf(query, lastSeq);
  const bySeq = new Map(messages.map((message) => [message.seq, message]));
  const missing = missingIn({ from, to }, bySeq);
  if (missing) {
    for (const message of await sources.recorded(missing)) {
      if (!bySeq.has(message.seq)) bySeq.set(message.seq, message);
    }
    if (missingIn(missing, bySeq)) throw new Error(`history of messages ${from} to ${to} has a hole`);
  }
  const page = [...bySeq.values()].sort((a, b) => a.seq - b.seq);
  return { messages: page, hasBefore: from > 1, hasAfter: to < lastSeq };
}

/** From the first to the last that is not there; `undefined` where none is missing. */
function missingIn({ from, to }: SeqRange, bySeq: ReadonlyMap<number, Message>): SeqRange | undefined {
  let first = from;
  let last = to;
  while (first <= to && bySeq.has(first)) first++;
  while (last >= from && bySeq.has(last)) last--;
  return first <= last ? { from: first, to: last } : undefined;
}
