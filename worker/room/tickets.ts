/** Where spent tickets are kept once the socket they opened is gone. `SyncKvStorage` of an object, as far as it is needed. */
interface TicketStore {
  get(key: string): unknown;
  put(key: string, value: number): void;
  delete(key: string): unknown;
  list(options: { prefix: string }): Iterable<[string, unknown]>;
}
export interface Ticket {
  id: string;
  /** ms */
  expiresAt: number;
}

const PREFIX = "ticket:";

/**
 * Each ticket opens one socket. As long as that socket is open its attachment says so, over sleep too; when it closes before the
 * ticket expires the ticket is written down. So a join by ticket writes nothing, as a rule.
 */
export class Tickets {
  readonly #store: TicketStore;
  readonly #spent = new Map<string, number>();

  /** @param open the tickets of the sockets that are open */
  constructor(store: TicketStore, open: Iterable<Ticket | undefined>) {
    this.#store = store;
    for (const ticket of open) if (ticket) this.#spent.set(ticket.id, ticket.expiresAt);
  }

  /** Returns false where it was spent before. */
  spend({ id, expiresAt }: Ticket): boolean {
    if (this.#spent.has(id) || this.#store.get(PREFIX + id) !== undefined) return false;
    this.#spent.set(id, expiresAt);
    return true;
  }

  /** The socket that this ticket opened is closing. Returns whether something was written that `sweep` has to take away. */
  release({ id, expiresAt }: Ticket, now: number): boolean {
    if (now >= expiresAt) return false;
    this.#store.put(PREFIX + id, expiresAt);
    return true;
  }

  /** Forgets what has expired; returns whether something is left. */
  sweep(now: number): boolean {
    for (const [id, expiresAt] of this.#spent) if (now >= expiresAt) this.#spent.delete(id);
    let isLeft = false;
    for (const [key, expiresAt] of this.#store.list({ prefix: PREFIX })) {
      if (typeof expiresAt === "number" && now < expiresAt) isLeft = true;
      else this.#store.delete(key);
    }
    return isLeft;
  }
}
