import * as v from "valibot";
import { createMemoryStore, type OutboxEntry, type OutboxStore } from "../client/outbox-store.ts";

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

/** Keeps one person's unsent messages in IndexedDB; in memory where the browser refuses to keep anything. */
export function createBrowserStore(userId: string): OutboxStore {
  const opened = open(userId).catch(() => createMemoryStore());
  return {
    list: async () => (await opened).list(),
    add: async (entry) => (await opened).add(entry),
    update: async (entry) => (await opened).update(entry),
    remove: async (id) => (await opened).remove(id),
  };
}

async function open(userId: string): Promise<OutboxStore> {
  const database = await openDatabase(userId);
  return {
    list: async () => {
      const kept: unknown[] = await answerTo(database.transaction(STORE).objectStore(STORE).getAll());
      return kept.flatMap(entryIn);
    },
    add: (entry) => change(database, (store) => store.add(entry)),
    update: (entry) => change(database, (store) => withKeyOf(store, entry.id, (key) => store.put(entry, key))),
    remove: (id) => change(database, (store) => withKeyOf(store, id, (key) => store.delete(key))),
  };
}

/** A database for each person: whoever logs in next on this device must not send what somebody else wrote. */
async function openDatabase(userId: string): Promise<IDBDatabase> {
  const opening = indexedDB.open(`confab-${userId}`, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore(STORE, { autoIncrement: true }).createIndex(ID, "id", { unique: true });
  };
  const database = await answerTo(opening);
  // Another tab waits to upgrade, or to delete it: stepping aside is better than holding it up.
  database.onversionchange = () => database.close();
  return database;
}

/** Resolves when the change is on the disk. */
function change(database: IDBDatabase, work: (store: IDBObjectStore) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, "readwrite");
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    work(transaction.objectStore(STORE));
  });
}

function withKeyOf(store: IDBObjectStore, id: string, work: (key: IDBValidKey) => void): void {
  const found = store.index(ID).getKey(id);
  found.onsuccess = () => {
    if (found.result !== undefined) work(found.result);
  };
}

function answerTo<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function entryIn(kept: unknown): OutboxEntry[] {
  const parsed = v.safeParse(Entry, kept);
  return parsed.success ? [parsed.output] : [];
}
