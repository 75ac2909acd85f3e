import * as v from "valibot";
import { Message, Room } from "../../worker/protocol.ts";
import { forgetFar, type Timeline } from "../client/timeline.ts";
import { answerTo, change, keptOpen, openDatabase } from "./databases.ts";

/** What one person saw last on this device, so that the page has something to show before anybody answers, or while nobody does. */
export interface KeptStore {
  rooms(): Promise<readonly Room[] | undefined>;
  timeline(roomId: string): Promise<Timeline | undefined>;
  /** Keeps the list; what was said in groups that are not in it is nobody's any more. */
  keepRooms(rooms: readonly Room[]): Promise<void>;
  keepTimeline(roomId: string, timeline: Timeline): Promise<void>;
}

const TABLE = "kept";
const LIST = "rooms";
const keyOf = (roomId: string) => `timeline ${roomId}`;
// What a screen or two show; the rest is a page away where there is a network.
export const KEPT_MESSAGES = 50;
// Some 25 kB each.
const TIMELINES = 100;

const KeptTimeline = v.object({
  epoch: v.optional(v.string()),
  rev: v.number(),
  headSeq: v.number(),
  forgottenRev: v.number(),
  segments: v.array(v.array(Message)),
});

/** Where the browser keeps nothing, or what it kept is from another time, there is nothing. Never rejects. */
export function openKeptStore(userId: string): KeptStore {
  // Apart from the unsent messages, which outlive a session: this does not (forget-conversations.ts).
  const database = keptOpen(() => {
    return openDatabase(`confab-kept-${userId}`, (made) => made.createObjectStore(TABLE).createIndex("at", "at"));
  });

  async function read<S extends v.GenericSchema>(key: string, schema: S): Promise<v.InferOutput<S> | undefined> {
    try {
      const kept: unknown = await answerTo((await database()).transaction(TABLE).objectStore(TABLE).get(key));
      const parsed = v.safeParse(v.object({ value: schema }), kept);
      return parsed.success ? parsed.output.value : undefined;
    } catch {
      return undefined;
    }
  }

  async function write(work: (store: IDBObjectStore) => void): Promise<void> {
    try {
      await change(await database(), TABLE, work);
    } catch {
      // A full disk, a private window, or the person logged out in another tab.
    }
  }

  return {
    rooms: () => read(LIST, v.array(Room)),
    timeline: async (roomId) => {
      const kept = await read(keyOf(roomId), KeptTimeline);
      return kept && { ...kept, epoch: kept.epoch };
    },
    keepRooms: (rooms) =>
      write((store) => {
        store.put({ value: rooms }, LIST);
        dropGroupsBut(rooms, store);
      }),
    keepTimeline: (roomId, timeline) =>
      write((store) => {
        store.put({ value: endOf(timeline), at: Date.now() }, keyOf(roomId));
        dropOldest(store);
      }),
  };
}

/** The last messages, ready to be gone on from. */
function endOf(timeline: Timeline): Timeline {
  const end = forgetFar(timeline, timeline.headSeq + 1, timeline.headSeq, KEPT_MESSAGES);
  // What the server has taken and not sent back yet it will send: the change is counted from before it.
  const settled = (message: Message) => ({ ...message, rev: Math.floor(message.rev) });
  return { ...end, segments: end.segments.map((segment) => segment.map(settled)) };
}

function dropGroupsBut(rooms: readonly Room[], store: IDBObjectStore): void {
  const own = new Set(rooms.map(({ id }) => keyOf(id)));
  const asking = store.getAllKeys();
  asking.onsuccess = () => {
    for (const key of asking.result) {
      if (typeof key === "string" && key.startsWith(keyOf("group:")) && !own.has(key)) store.delete(key);
    }
  };
}

function dropOldest(store: IDBObjectStore): void {
  const index = store.index("at");
  const counting = index.count();
  counting.onsuccess = () => {
    let surplus = counting.result - TIMELINES;
    if (surplus <= 0) return;
    const walking = index.openCursor();
    walking.onsuccess = () => {
      if (walking.result === null || surplus-- <= 0) return;
      walking.result.delete();
      walking.result.continue();
    };
  };
}
