import type { DBSchema } from "idb";
import { createMemoryStore, type OutboxEntry, type OutboxStore } from "../client/outbox-store.ts";

interface Schema extends DBSchema {
  // `order` is the database's own counter, so that two tabs never take the same place.
  outbox: { key: number; value: OutboxEntry; indexes: { id: string } };
}

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
  // Not needed to show the first screen, so not a part of what that has to wait for.
  const { openDB } = await import("idb");
  // A database for each person: whoever logs in next on this device must not send what somebody else wrote.
  const database = await openDB<Schema>(`confab-${userId}`, 1, {
    upgrade: (fresh) => {
      fresh.createObjectStore("outbox", { autoIncrement: true }).createIndex("id", "id", { unique: true });
    },
    // Another tab waits to upgrade: stepping aside is better than holding it up.
    blocking: (_current, _blocked, event) => {
      if (event.target instanceof IDBDatabase) event.target.close();
    },
  });
  return {
    list: () => database.getAll("outbox"),
    add: async (entry) => {
      await database.add("outbox", entry);
    },
    update: async (entry) => {
      const { store, done } = database.transaction("outbox", "readwrite");
      const order = await store.index("id").getKey(entry.id);
      if (order !== undefined) await store.put(entry, order);
      await done;
    },
    remove: async (id) => {
      const { store, done } = database.transaction("outbox", "readwrite");
      const order = await store.index("id").getKey(id);
      if (order !== undefined) await store.delete(order);
      await done;
    },
  };
}
