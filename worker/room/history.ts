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
  /** Those of the range that the record has, ascending. */
  recorded(range: SeqRange): Promise<Message[]>;
  /** The room itself: its last message, and those of the range meant that it still holds, ascending. */
  room(query: HistoryQuery): Promise<{ lastSeq: number; messages: Message[] }>;
}

/**
 * One page without gaps, complete whatever the state of the record: messages are numbered without gaps, so where one is missing
 * the record is behind, and the room has the rest.
 * @throws Error where neither has a message that there must be
 */
export async function readHistory(query: HistoryQuery, sources: HistorySources): Promise<HistoryPage> {
  const inner = innerRange(query);
  const recorded = inner ? await sources.recorded(withNext(inner)) : [];
  // With the message after it at hand the page is inside the record: nothing that the room knows could change it.
  if (inner && recorded.length === inner.to - inner.from + 2) return pageOf(recorded.slice(0, -1), inner.from, true);

  const { lastSeq, messages } = await sources.room(query);
  const range = rangeOf(query, lastSeq);
  const bySeq = new Map([...recorded, ...messages].map((message) => [message.seq, message]));
  if (!isComplete(range, bySeq)) {
    // Asked after the room: what the room has let go of is in the record by now.
    for (const message of await sources.recorded(range)) {
      if (!bySeq.has(message.seq)) bySeq.set(message.seq, message);
    }
  }
  if (!isComplete(range, bySeq)) throw new Error(`history of messages ${range.from} to ${range.to} has a hole`);
  const page = [...bySeq.values()].filter(({ seq }) => seq >= range.from && seq <= range.to);
  return pageOf(
    page.sort((a, b) => a.seq - b.seq),
    range.from,
    range.to < lastSeq,
  );
}

/** The range that is meant if the room is long enough; `undefined` where only the room can tell. */
function innerRange(query: HistoryQuery): SeqRange | undefined {
  if (query.before === undefined && query.after === undefined) return undefined;
  const range = rangeOf(query, Number.MAX_SAFE_INTEGER);
  return range.to >= range.from ? range : undefined;
}

function withNext({ from, to }: SeqRange): SeqRange {
  return { from, to: to + 1 };
}

function isComplete({ from, to }: SeqRange, bySeq: Map<number, Message>): boolean {
  for (let seq = from; seq <= to; seq++) if (!bySeq.has(seq)) return false;
  return true;
}

function pageOf(messages: Message[], from: number, hasAfter: boolean): HistoryPage {
  return { messages, hasBefore: from > 1, hasAfter };
}
