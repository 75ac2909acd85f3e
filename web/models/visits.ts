import * as v from "valibot";
import type { DraftStorage } from "./drafts.ts";

// More than anybody goes back and forth between.
const REMEMBERED = 40;
const VisitsSchema = v.array(v.string());

/** Which rooms somebody opened last on this device, the last one first. */
export interface Visits {
  list(): readonly string[];
  note(roomId: string): void;
}

export function createVisits(storage: DraftStorage, userId: string): Visits {
  const key = `visits:${userId}`;
  const list = () => parse(storage.get(key));
  return {
    list,
    note: (roomId) => {
      const visits = [roomId, ...list().filter((id) => id !== roomId)].slice(0, REMEMBERED);
      storage.set(key, JSON.stringify(visits));
    },
  };
}

function parse(stored: string | undefined): readonly string[] {
  try {
    const parsed = v.safeParse(VisitsSchema, JSON.parse(stored ?? "[]"));
    return parsed.success ? parsed.output : [];
  } catch {
    return [];
  }
}
