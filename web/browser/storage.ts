/** What the page remembers on this device; like `localStorage`, but never throws. */
export interface TextStorage {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
  remove(key: string): void;
}

/** Browsers refuse storage in some private modes and when it is full: the page then forgets, but works. */
export const deviceStorage: TextStorage = {
  get: (key) => attempt(() => localStorage.getItem(key)) ?? undefined,
  set: (key, value) => void attempt(() => localStorage.setItem(key, value)),
  remove: (key) => void attempt(() => localStorage.removeItem(key)),
};

function attempt<T>(use: () => T): T | undefined {
  try {
    return use();
  } catch {
    return undefined;
  }
}
