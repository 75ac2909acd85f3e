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
