import * as v from "valibot";
import type { OutboxEntry, OutboxStore } from "../client/outbox-store.ts";
import { answerTo, change, keptOpen, openDatabase } from "./databases.ts";

const Entry = v.object({
  id: v.string(),
  roomId: v.string(),
  body: v.string(),
  replyTo: v.optional(v.number()),
  queuedAt: v.number(),
  failure: v.optional(v.object({ code: v.string(), detail: v.string() })),
});

// Keyed by the database's own counter, so that two tabs never take the same place.
const STORE = "outbox";
const ID = "id";

/** Keeps one person's unsent messages in IndexedDB. Where the browser refuses that, all of it rejects, and the outbox has them in memory alone. */
export function createBrowserStore(userId: string): OutboxStore {
  const database = keptOpen(() => openFor(userId));
  const write = async (work: (store: IDBObjectStore) => void) => change(await database(), STORE, work);
  return {
    list: async () => {
      const kept: unknown[] = await answerTo((await database()).transaction(STORE).objectStore(STORE).getAll());
      return kept.flatMap(entryIn);
    },
    add: (entry) => write((store) => store.add(entry)),
    update: (entry) => write((store) => withKeyOf(store, entry.id, (key) => store.put(entry, key))),
    remove: (id) => write((store) => withKeyOf(store, id, (key) => store.delete(key))),
  };
}

/** A database for each person: whoever logs in next on this device must not send what somebody else wrote. */
function openFor(userId: string): Promise<IDBDatabase> {
  return openDatabase(`confab-${userId}`, (database) => {
    database.createObjectStore(STORE, { autoIncrement: true }).createIndex(ID, "id", { unique: true });
  });
}

function withKeyOf(store: IDBObjectStore, id: string, work: (key: IDBValidKey) => void): void {
  const found = store.index(ID).getKey(id);
  found.onsuccess = () => {
    if (found.result !== undefined) work(found.result);
  };
}

function entryIn(kept: unknown): OutboxEntry[] {
  const parsed = v.safeParse(Entry, kept);
  return parsed.success ? [parsed.output] : [];
}
