import type { Person, Room } from "../../worker/protocol.ts";
import type { Api } from "../client/api.ts";
import type { GroupsApi } from "../client/groups-api.ts";

/** People whom one can name in a room, by how their names begin. Rejects with `ApiError`, or where `signal` says so. */
export type PeopleHere = (query: string, signal: AbortSignal) => Promise<readonly Person[]>;

const SHOWN = 8;
// Long enough to skip most keystrokes.
const SETTLED_MS = 150;
const FRESH_MS = 60_000;

/** In a group its members, between two people these two; in the global room whoever has an account. */
export function createPeopleHere(options: {
  api: Pick<Api, "findPeople">;
  groups: Pick<GroupsApi, "details">;
  room: Pick<Room, "id" | "kind" | "peer">;
  me: Person;
}): PeopleHere {
  const { api, groups, room, me } = options;
  let members: { at: number; people: Promise<readonly Person[]> } | undefined;

  function membersNow(): Promise<readonly Person[]> {
    if (members !== undefined && Date.now() - members.at < FRESH_MS) return members.people;
    const people = groups.details(room.id).then((details) => details.members ?? []);
    members = { at: Date.now(), people };
    people.catch(() => {
      members = undefined;
    });
    return people;
  }

  return async (query, signal) => {
    switch (room.kind) {
      case "direct":
        return named([...(room.peer ? [room.peer] : []), me], query);
      case "group":
        return named(
          (await membersNow()).filter(({ id }) => id !== me.id),
          query,
        );
      case "global":
        if (query === "") return [];
        await settled(signal);
        return api.findPeople(query, { limit: SHOWN, signal });
    }
  };
}

function named(people: readonly Person[], query: string): Person[] {
  const start = folded(query);
  const begins = ({ username, displayName }: Person) =>
    username !== null &&
    [username, ...folded(displayName ?? "").split(/[^\p{L}\p{N}]+/u), folded(displayName ?? "")].some((word) =>
      word.startsWith(start),
    );
  return people.filter(begins).slice(0, SHOWN);
}

/** As one types it, without the accents and the case. */
function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}

function settled(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, SETTLED_MS);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
