import { type ReadonlySignal, signal } from "@preact/signals";
import type { Person } from "../../worker/protocol.ts";
import type { Api } from "../client/api.ts";

/** Who is who, for those of whom only the id is at hand: people who reacted, people who are online. */
export interface People {
  /** Those that are known so far, by id. */
  known: ReadonlySignal<ReadonlyMap<string, Person>>;
  /** Seen somewhere: as the author of a message, for example. */
  note(people: readonly Person[]): void;
  /** These are to be shown; whoever is not known is asked for, all who are wanted in a moment together. */
  want(userIds: readonly string[]): void;
}

const GATHERED_MS = 50;
// The protocol's limit.
const MOST_AT_ONCE = 100;

export function createPeople(api: Pick<Api, "people">): People {
  const known = signal<ReadonlyMap<string, Person>>(new Map());
  const wanted = new Set<string>();
  const asked = new Set<string>();
  let isScheduled = false;

  function note(people: readonly Person[]): void {
    const fresh = people.filter((person) => !isSame(known.peek().get(person.id), person));
    if (fresh.length === 0) return;
    known.value = new Map([...known.peek(), ...fresh.map((person) => [person.id, person] as const)]);
  }

  async function ask(): Promise<void> {
    isScheduled = false;
    const userIds = [...wanted].slice(0, MOST_AT_ONCE);
    for (const userId of userIds) {
      wanted.delete(userId);
      // Whoever is not among the answers is nobody, and is not asked for again.
      asked.add(userId);
    }
    if (wanted.size > 0) schedule();
    try {
      note(await api.people(userIds));
    } catch {
      for (const userId of userIds) asked.delete(userId);
    }
  }

  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    setTimeout(() => void ask(), GATHERED_MS);
  }

  return {
    known,
    note,
    want: (userIds) => {
      const unknown = userIds.filter((userId) => !known.peek().has(userId) && !asked.has(userId));
      for (const userId of unknown) wanted.add(userId);
      if (unknown.length > 0) schedule();
    },
  };
}

function isSame(a: Person | undefined, b: Person): boolean {
  return a !== undefined && a.displayName === b.displayName && a.username === b.username;
}
