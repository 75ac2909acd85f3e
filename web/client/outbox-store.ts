/** What a message that nobody has confirmed yet looks like while it is kept. */
export interface OutboxEntry {
  /** The client's id of the message: sending it again stores nothing new. */
  id: string;
  roomId: string;
  body: string;
  replyTo?: number;
  /** Milliseconds since the epoch. */
  queuedAt: number;
  /** Why it was refused; an entry that has this is not sent until somebody says so. */
  failure?: OutboxFailure;
}

/** `expired`: it could not be sent for a whole day; `timed_out`: its author may not write for a while. The other codes are the server's. */
export interface OutboxFailure {
  code: string;
  detail: string;
}

/** Where unsent messages are kept, in the order in which they were added, over all tabs of one person. */
export interface OutboxStore {
  list(): Promise<OutboxEntry[]>;
  add(entry: OutboxEntry): Promise<void>;
  /** Replaces the entry with that id and keeps its place; does nothing where it is gone. */
  update(entry: OutboxEntry): Promise<void>;
  remove(id: string): Promise<void>;
}

/** For programs that do not outlive their messages, and for browsers that keep nothing. */
export function createMemoryStore(): OutboxStore {
  const entries = new Map<string, OutboxEntry>();
  return {
    list: async () => [...entries.values()],
    add: async (entry) => {
      entries.set(entry.id, entry);
    },
    update: async (entry) => {
      if (entries.has(entry.id)) entries.set(entry.id, entry);
    },
    remove: async (id) => {
      entries.delete(id);
    },
  };
}
