import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Person } from "../../worker/protocol.ts";
import type { Api } from "../client/api.ts";

/** Whom this person blocks. Who blocks them is told to nobody. */
export interface Blocks {
  /** The one blocked last first; absent until the first answer. */
  people: ReadonlySignal<readonly Person[] | undefined>;
  /** Follows what changes, where it is asked in a computation or while drawing. */
  has(userId: string): boolean;
  /** Asks the server; what is known stays where it does not answer. */
  refresh(): Promise<void>;
  /** They were changed: an answer to what was asked before is older. */
  note(people: readonly Person[]): void;
}

/** @param remembered who was blocked when the page was open last, by id: until the first answer they are still */
export function createBlocks(api: Pick<Api, "blocks">, remembered?: readonly string[]): Blocks {
  const people = signal<readonly Person[] | undefined>();
  const ids = computed(() => new Set(people.value?.map(({ id }) => id) ?? remembered));
  let changes = 0;

  async function refresh(): Promise<void> {
    const before = changes;
    // Where there is no answer it is asked again when the network is back.
    const answer = await api.blocks().catch(() => undefined);
    // It may be older than what was changed meanwhile.
    if (answer && changes === before) people.value = answer;
  }

  return {
    people,
    has: (userId) => ids.value.has(userId),
    refresh,
    note: (changed) => {
      changes++;
      people.value = changed;
    },
  };
}
