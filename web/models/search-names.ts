/** Whom and which conversation a search means by a name. */
import { GLOBAL_ROOM_ID, type Me, type Person, type Room } from "../../worker/protocol.ts";
import type { Api } from "../client/api.ts";
import type { SearchQuery } from "../client/search-api.ts";
import { faultOf, type SearchFault, type SearchParameters, type TypedName } from "./search-query.ts";
import { withoutQuotes } from "./search-tokens.ts";

/** The word for the room of all, whatever it is called in the reader's language. */
export const EVERYONE = "everyone";

export interface Names {
  me: Me;
  rooms: readonly Room[];
  /** Asks for people whom nobody here has met. */
  findPeople: Api["findPeople"];
}

const USERNAME = /^\w{3,32}$/;

type Found<T> = { value: T } | { fault: SearchFault["kind"] };

/** The query that the server understands, or which names are nobody's. Rejects where people cannot be asked for. */
export async function resolveSearch(
  { from, in: place, ...rest }: SearchParameters,
  names: Names,
  signal?: AbortSignal,
): Promise<SearchQuery | SearchFault[]> {
  const author = from && (await findAuthor(from, names, signal));
  const room = place && findRoom(place, names);
  const faults: SearchFault[] = [];
  if (from && author && "fault" in author) faults.push(faultOf(author.fault, typed("from", from)));
  if (place && room && "fault" in room) faults.push(faultOf(room.fault, typed("in", place)));
  if (faults.length > 0) return faults;
  return {
    ...rest,
    ...(author && "value" in author && { from: author.value }),
    ...(room && "value" in room && { room: room.value }),
  };
}

/** Names as people compare them: case and accents make no difference, nor do the quotes that cannot be typed inside quotes. */
export function sameName(a: string, b: string): boolean {
  return folded(a) === folded(b);
}

/** As `sameName` compares them. */
export function folded(name: string): string {
  return withoutQuotes(name)
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toUpperCase()
    .toLowerCase()
    .trim()
    .replace(/\s+/g, " ");
}

/** The one with whom a direct conversation is. */
export function peersOf(rooms: readonly Room[]): Person[] {
  return rooms.flatMap(({ peer }) => (peer === undefined ? [] : [peer]));
}

function typed(operator: "from" | "in", { name, sign }: TypedName) {
  return { operator, value: name, sign };
}

async function findAuthor({ name }: TypedName, names: Names, signal?: AbortSignal): Promise<Found<string>> {
  if (name.toLowerCase() === "me") return { value: names.me.id };
  const isMeant = ({ username }: Person) => username?.toLowerCase() === name.toLowerCase();
  const known = [names.me, ...peersOf(names.rooms)].find(isMeant);
  if (known !== undefined) return { value: known.id };
  if (!USERNAME.test(name)) return { fault: "nobody" };
  // The one who is called exactly that comes first (H19).
  const found = (await names.findPeople(name, { limit: 1, ...(signal && { signal }) })).find(isMeant);
  return found === undefined ? { fault: "nobody" } : { value: found.id };
}

function findRoom({ sign, name }: TypedName, { rooms }: Names): Found<string> {
  const groups = sign === "@" ? [] : rooms.filter((room) => room.kind === "group" && sameName(room.name ?? "", name));
  const isPeer = ({ peer }: Room) => peer?.username?.toLowerCase() === name.toLowerCase();
  const direct = sign === "#" ? [] : rooms.filter(isPeer);
  const [first, second] = [...groups, ...direct];
  const isEveryone = sign !== "@" && name.toLowerCase() === EVERYONE;
  if (isEveryone && (sign === "" || first === undefined)) return { value: GLOBAL_ROOM_ID };
  if (second !== undefined) return { fault: "ambiguous" };
  if (first !== undefined) return { value: first.id };
  return { fault: sign === "@" ? "noConversation" : "noRoom" };
}
