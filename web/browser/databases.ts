/** IndexedDB as promises: the little of it that the page needs. */

/** Opens a database, made by `upgrade` where it is not there. Another tab that wants to change or delete it need not wait. */
export async function openDatabase(name: string, upgrade: (database: IDBDatabase) => void): Promise<IDBDatabase> {
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => upgrade(opening.result);
  const database = await answerTo(opening);
  // Stepping aside is better than holding it up.
  database.onversionchange = () => database.close();
  return database;
}

/**
 * Opens it at once, and gives it to whoever asks; again where the system has taken the connection away, as phones do with pages they have
 * put aside. A connection that stepped aside stays closed, and one that could not be opened stays so.
 */
export function keptOpen(open: () => Promise<IDBDatabase>): () => Promise<IDBDatabase> {
  let opened: Promise<IDBDatabase> | undefined;
  async function begin(): Promise<IDBDatabase> {
    const database = await open();
    database.onclose = () => {
      opened = undefined;
    };
    return database;
  }
  const get = () => {
    opened ??= begin();
    return opened;
  };
  // Whoever asks hears of it.
  get().catch(() => undefined);
  return get;
}

export function answerTo<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Resolves when the change is on the disk. */
export function change(database: IDBDatabase, table: string, work: (store: IDBObjectStore) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(table, "readwrite");
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    work(transaction.objectStore(table));
  });
}
