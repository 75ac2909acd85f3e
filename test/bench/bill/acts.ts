/** What people do, and how often each is done to see what it costs. */
import { setTimeout as pause } from "node:timers/promises";
import type { Crowd } from "../generator/crowd.ts";
import type { Seat } from "../generator/orders.ts";
import type { Asking } from "../subjects/subject.ts";
import { type Counts, type Places, rowsWritten } from "./prices.ts";

export interface Act {
  name: string;
  times: number;
  /** How often somebody does it on a day, as is assumed where days are counted; never unless said. */
  aDay?: number;
  /** How long afterwards nothing comes of it any more: what is written down later is on the bill as well. */
  settledMs: number;
  /** What has to be so before, and is not on this bill. */
  prepare?(): Promise<void>;
  play(): Promise<void>;
  goal?: { what: string; atMost: number; of(counts: Counts, places: Places): number };
}

/** Everything of a call over HTTP. */
export interface Pages {
  origin: string;
  history: Asking;
  list: Asking;
  /** How many rooms are in the list. */
  listed: number;
  search: Asking;
}

// The alarm notes ten seconds after a write how far the record is.
const WRITTEN_DOWN_MS = 13_000;
const AT_ONCE_MS = 2_000;
const PER_SECOND = 5;
const PAGE = 50;
const PAGES = 20;
/** Of those who are in the room. */
const READERS = 20;
const SENDERS = 10;

/** Who is calling and whether they may is asked with every call, and stands in the table beside this. */
const readOf = (places: Places, table: string) => places[`record read: ${table}`] ?? 0;
const written = (atMost: number) => ({ what: "rows written, index apart", atMost, of: rowsWritten });

export function actsIn(crowd: Crowd, [first, ...others]: Seat[], pages: Pages, seconds: number): Act[] {
  const messages = PER_SECOND * Math.max(4, 2 * seconds);
  let said = 0;
  const say = () =>
    crowd.say(said % SENDERS, `bill-message-${said}`, `message ${said++} of the bill, as long as others`);
  // By people who have said nothing: a mark of whoever writes moves with what they say.
  const readTo = (seq: number) => {
    for (let n = 0; n < READERS; n++) crowd.tell(SENDERS + n, JSON.stringify({ type: "read", seq }));
  };
  return [
    {
      // The room of this bill was filled behind its back; an empty one has nothing to take over.
      name: "first join in a room with a past",
      times: 1,
      settledMs: WRITTEN_DOWN_MS,
      play: async () => void (await crowd.join(first ? [first] : [], { atOnce: 1 })),
    },
    {
      name: "first join of a person anywhere",
      aDay: 1 / 30,
      times: others.length,
      settledMs: WRITTEN_DOWN_MS,
      play: async () => void (await crowd.join(others, { atOnce: 5 })),
    },
    {
      name: "join",
      aDay: 20,
      times: others.length + 1,
      settledMs: WRITTEN_DOWN_MS,
      async prepare() {
        crowd.end();
        await pause(AT_ONCE_MS);
      },
      play: async () => void (await crowd.join(first ? [first, ...others] : others, { atOnce: 5 })),
      goal: written(0),
    },
    {
      name: `message, ${PER_SECOND} a second`,
      aDay: 10,
      times: messages,
      settledMs: WRITTEN_DOWN_MS,
      // Who has never said anything here is remembered once; that is no part of a conversation that goes on.
      async prepare() {
        for (let n = 0; n < SENDERS; n++) say();
        await pause(WRITTEN_DOWN_MS);
      },
      async play() {
        for (let n = 0; n < messages; n++) {
          say();
          await pause(1_000 / PER_SECOND);
        }
      },
      goal: written(4),
    },
    {
      name: "message, alone",
      aDay: 10,
      times: 1,
      settledMs: WRITTEN_DOWN_MS,
      play: async () => say(),
      goal: written(8),
    },
    {
      name: "read mark",
      aDay: 200,
      times: READERS,
      settledMs: WRITTEN_DOWN_MS,
      // The first mark of a life that moves makes the reader's inbox.
      async prepare() {
        readTo(crowd.last - 1);
        await pause(WRITTEN_DOWN_MS);
      },
      play: async () => readTo(crowd.last),
      goal: written(1),
    },
    {
      name: `page of ${PAGE} messages`,
      aDay: 10,
      times: PAGES,
      settledMs: AT_ONCE_MS,
      play: () => askFor(pages.origin, pages.history, PAGES),
      goal: {
        what: "rows read for the page itself",
        atMost: PAGE + 2,
        of: (_, places) => readOf(places, "messages") + readOf(places, "users"),
      },
    },
    {
      name: `list of ${pages.listed} rooms`,
      aDay: 5,
      times: PAGES,
      settledMs: AT_ONCE_MS,
      play: () => askFor(pages.origin, pages.list, PAGES),
      goal: {
        what: "rows read for each room in the list",
        atMost: 3,
        // One more, of whoever comes after the one who asks, says where the list ends.
        of: (_, places) => (readOf(places, "members") + readOf(places, "users") - 1) / pages.listed,
      },
    },
    {
      name: "search, a rare word",
      aDay: 2,
      times: PAGES,
      settledMs: AT_ONCE_MS,
      play: () => askFor(pages.origin, pages.search, PAGES),
    },
  ];
}

async function askFor(origin: string, { paths, headers, expect }: Asking, times: number): Promise<void> {
  for (let n = 0; n < times; n++) {
    const path = paths[n % paths.length] ?? "/";
    const answer = await fetch(`${origin}${path}`, { headers });
    const text = await answer.text();
    if (!answer.ok || !text.includes(expect))
      throw new Error(`${path} answered ${answer.status}: ${text.slice(0, 300)}`);
  }
}
