import type { Person } from "../../../worker/protocol.ts";
import { consoleAddresses } from "../../models/console-addresses.ts";
import { nameOf } from "../../models/names.ts";

/** Leads to what can be done about somebody. */
export function PersonLink({ person }: { person: Person }) {
  const name = <bdi>{nameOf(person)}</bdi>;
  // Of a deleted account there is nothing more to see.
  if (person.username === null) return name;
  return (
    <a class="console-link" href={consoleAddresses.person(person.id)} title={`@${person.username}`}>
      {name}
    </a>
  );
}
