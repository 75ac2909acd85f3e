/** Where drafts are kept: the browser's storage, or a map in a test. */
export interface DraftStorage {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
  remove(key: string): void;
}

/** What somebody began to write, for each room; survives reload, and never appears in another room. */
export interface Drafts {
  get(roomId: string): string;
  set(roomId: string, text: string): void;
}

/** Keyed by person too: whoever logs in next on this device does not see them. */
export function createDrafts(storage: DraftStorage, userId: string): Drafts {
  const keyOf = (roomId: string) => `draft:${userId}:${roomId}`;
  return {
    get: (roomId) => storage.get(keyOf(roomId)) ?? "",
    set: (roomId, text) => {
      if (text === "") storage.remove(keyOf(roomId));
      else storage.set(keyOf(roomId), text);
    },
  };
}
