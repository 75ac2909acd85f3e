import type { Person } from "../../worker/protocol.ts";
import type { Blocks } from "./blocks.ts";

/**
 * Blocks somebody, or does so no more, apart from `Blocks`, which everybody needs from the start.
 * @param tell tells the server; what it rejects with is passed on, and everything stays as it was
 */
export async function setBlocked(
  tell: (userId: string, isBlocked: boolean) => Promise<void>,
  blocks: Blocks,
  person: Person,
  isBlocked: boolean,
): Promise<void> {
  await tell(person.id, isBlocked);
  const before = blocks.people.peek();
  // Who the others are is not known yet.
  if (before === undefined) return blocks.refresh();
  const others = before.filter(({ id }) => id !== person.id);
  blocks.note(isBlocked ? [person, ...others] : others);
}
