/** Reads the history of rooms again and again: what was acknowledged before it was asked for has to be in it. */
import { setTimeout as pause } from "node:timers/promises";
import { ApiError } from "../../../web/client/api-error.ts";
import type { Chatter } from "../chatter.ts";

export interface HistoryReader {
  /** Reads every room to its end once; a second time, from where it was. */
  read(): Promise<void>;
  readFor(ms: number): Promise<void>;
  count(): number;
  /** The others were `unavailable`. */
  answered(): number;
  /** Acknowledged messages that an answer should have had and did not. */
  missing(): number;
}

const EVERY_MS = 1_000;
const PAGE = 100;

export function createReader(chatters: readonly Chatter[], rooms: readonly string[]): HistoryReader {
  const seen = new Map(rooms.map((room) => [room, new Set<string>()]));
  let count = 0;
  let answered = 0;
  let missing = 0;

  async function read(): Promise<void> {
    for (const [room, ids] of seen) {
      const owed = acknowledgedIn(chatters, room);
      count++;
      try {
        await readOn(chatters, room, ids);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        continue;
      }
      answered++;
      missing += owed.filter((id) => !ids.has(id)).length;
    }
  }

  return {
    read,
    async readFor(ms) {
      const end = performance.now() + ms;
      while (performance.now() < end) {
        const next = performance.now() + EVERY_MS;
        await read();
        await pause(Math.max(0, next - performance.now()));
      }
    },
    count: () => count,
    answered: () => answered,
    missing: () => missing,
  };
}

async function readOn(chatters: readonly Chatter[], room: string, ids: Set<string>): Promise<void> {
  const member = chatters.find((chatter) => chatter.rooms().includes(room));
  for (let hasAfter = true; member && hasAfter; ) {
    const page = await member.device().api.history(room, { after: ids.size, limit: PAGE });
    for (const { id } of page.messages) ids.add(id);
    hasAfter = page.hasAfter;
  }
}

function acknowledgedIn(chatters: readonly Chatter[], room: string): string[] {
  const all = chatters.flatMap(({ journal }) => journal.acknowledgements);
  return all.filter((one) => one.room === room).map(({ id }) => id);
}
