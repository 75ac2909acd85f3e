/** Writes people and conversations through the HTTP interface. A second time it finds them and adds nothing. */
import { type InferOutput, optional, undefined_ } from "valibot";
import { GLOBAL_ROOM_ID, HistoryPage, MeAnswer, MessageAnswer, RoomAnswer, SignedIn } from "../../worker/protocol.ts";
import { Refusal } from "../refusal.ts";
import type { Api } from "./api.ts";
import { CONVERSATIONS, type Conversation, type SeedGroup } from "./conversations.ts";
import { PEOPLE, SEED_PASSWORD, type SeedName, type SeedPerson } from "./people.ts";

interface Member {
  id: string;
  token: string;
}
type Cast = Map<string, Member>;

const Nothing = optional(undefined_());

export interface Planted {
  people: number;
  messages: number;
}

export async function plant(api: Api): Promise<Planted> {
  const planted: Planted = { people: 0, messages: 0 };
  const cast: Cast = new Map();
  let isLikelyThere = true;
  for (const person of PEOPLE) {
    const { member, isNew } = await enter(api, person, isLikelyThere);
    isLikelyThere = !isNew;
    cast.set(person.username, member);
    if (isNew) planted.people += 1;
  }
  for (const conversation of CONVERSATIONS) planted.messages += await talk(api, cast, conversation);
  return planted;
}

/** Failed logins and sign-ups are what the server counts: whoever is likely there logs in, the others sign up. */
async function enter(
  api: Api,
  person: SeedPerson,
  isLikelyThere: boolean,
): Promise<{ member: Member; isNew: boolean }> {
  const known = isLikelyThere ? await logIn(api, person) : undefined;
  if (known) return { member: known, isNew: false };
  const made = await register(api, person);
  if (made) return { member: made, isNew: true };
  const member = await logIn(api, person);
  if (!member) throw new Refusal(`Somebody else is called ${person.username} there. Seed a fresh STATE_DIR instead.`);
  return { member, isNew: false };
}

async function logIn(api: Api, { username }: SeedPerson): Promise<Member | undefined> {
  const body = { username, password: SEED_PASSWORD, session: "token" };
  const known = await api.call("/api/auth/login", SignedIn, { method: "POST", body }, ["unauthenticated"]);
  return known && memberOf(known);
}

async function register(api: Api, { username, displayName, bio }: SeedPerson): Promise<Member | undefined> {
  const body = { username, displayName, password: SEED_PASSWORD, session: "token" };
  const made = await api.call("/api/auth/register", SignedIn, { method: "POST", body }, ["conflict"]);
  if (!made) return undefined;
  const member = memberOf(made);
  await api.call("/api/me", MeAnswer, { method: "PATCH", token: member.token, body: { bio } });
  return member;
}

async function talk(api: Api, cast: Cast, { key, between, group, lines }: Conversation): Promise<number> {
  const room = between
    ? await openDirect(api, cast, between)
    : group
      ? await makeGroup(api, cast, key, group)
      : GLOBAL_ROOM_ID;
  const address = `/api/rooms/${encodeURIComponent(room)}`;
  const seqById = await readIds(api, address, memberIn(cast, lines[0]?.[0] ?? "mina").token);
  const idOf = (line: number) => `seed-${key}-${line}`;
  let added = 0;
  for (const [line, [from, body, answers]] of lines.entries()) {
    if (seqById.has(idOf(line))) continue;
    const replyTo = answers === undefined ? undefined : seqById.get(idOf(answers));
    const call = { method: "POST", token: memberIn(cast, from).token, body: { id: idOf(line), body, replyTo } };
    const sent = await api.call(`${address}/messages`, MessageAnswer, call);
    if (sent) seqById.set(idOf(line), sent.message.seq);
    added += 1;
  }
  await markRead(api, cast, address, between ?? group?.people, seqById);
  return added;
}

async function openDirect(api: Api, cast: Cast, [one, other]: [SeedName, SeedName]): Promise<string> {
  const body = { kind: "direct", userId: memberIn(cast, other).id };
  const opened = await api.call("/api/rooms", RoomAnswer, { method: "POST", token: memberIn(cast, one).token, body });
  if (!opened) throw new Refusal(`The room of ${one} and ${other} did not open.`);
  return opened.room.id;
}

/** Made once: the server knows the id again. */
async function makeGroup(api: Api, cast: Cast, key: string, group: SeedGroup): Promise<string> {
  const { people, ...rest } = group;
  const [owner, ...others] = people.map((name) => memberIn(cast, name));
  const body = { kind: "group", id: `seed-group-${key}`, ...rest, memberIds: others.map(({ id }) => id) };
  const call = { method: "POST", token: owner?.token ?? "", body };
  const made = await api.call("/api/rooms", RoomAnswer, call);
  if (!made) throw new Refusal(`The group ${group.name} was not made.`);
  return made.room.id;
}

/** Which messages are there: the server itself knows an id again for a day only. */
async function readIds(api: Api, address: string, token: string): Promise<Map<string, number>> {
  const seqById = new Map<string, number>();
  let after = 0;
  for (;;) {
    const page = await api.call(`${address}/messages?after=${after}&limit=100`, HistoryPage, { token });
    for (const message of page?.messages ?? []) {
      seqById.set(message.id, message.seq);
      after = message.seq;
    }
    if (!page?.hasAfter) return seqById;
  }
}

// Some of it stays unread for the two whose logins are shown, so that there is something to see.
async function markRead(
  api: Api,
  cast: Cast,
  address: string,
  people: readonly SeedName[] | undefined,
  seqs: Map<string, number>,
) {
  const seq = Math.max(...seqs.values());
  const readers = people ?? PEOPLE.map((person) => person.username);
  for (const name of readers.filter((reader) => reader !== "mina" && reader !== "yusuf")) {
    await api.call(`${address}/read`, Nothing, { method: "PUT", token: memberIn(cast, name).token, body: { seq } });
  }
}

function memberOf({ user, token }: InferOutput<typeof SignedIn>): Member {
  if (!token) throw new Refusal("The server gave no token.");
  return { id: user.id, token };
}

function memberIn(cast: Cast, name: string): Member {
  const member = cast.get(name);
  if (!member) throw new Refusal(`Nobody in the seed is called ${name}.`);
  return member;
}
