/** A community as `npm run admin -- export` writes it, made up from a seed: with edits, deletes, reactions and many scripts. */
import { createHash } from "node:crypto";
import { parse } from "valibot";
import { EXPORT_VERSION, Line, type LineOf } from "../../worker/moving/lines.ts";
import { directRoomId, GLOBAL_ROOM_ID } from "../../worker/protocol.ts";
import { GOLDEN } from "./golden-searches.ts";
import { PASSWORD_HASH } from "./password.ts";
import { random } from "./random.ts";

export interface Size {
  people: number;
  rooms: number;
  messages: number;
}

type Dice = ReturnType<typeof random>;
type Place = Pick<LineOf<"room">, "id" | "kind"> & { memberIds: string[] };

const START = Date.UTC(2024, 4, 1);
const EMOJI = ["👍", "🎉", "👩‍👩‍👧‍👦", "❤️", "🇹🇷"];
const NAMES = ["Åsa", "Ayşe", "Борис", "عمر", "花子", "Mŭi"];
/** The texts of the golden searches, and each once more with what is hard for lines of JSON. */
const TEXTS = Object.values(GOLDEN).flatMap(({ written }) =>
  written.flatMap((text) => [text, `${text}\u2028\n\t"${text}" \\`]),
);

/** As a text. Everybody has the password of the scenes. */
export function communityFile({ people, rooms, messages }: Size, seed = 1): string {
  const dice = random(seed);
  const users = usersOf(people, PASSWORD_HASH, dice);
  const ids = users.map(({ id }) => id);
  const places = placesOf(rooms, ids, dice);
  const said = places.map((place) => saidIn(place, Math.ceil(messages / rooms), dice));
  const versions = said.flat().flatMap((message) => versionOf(message, dice));
  const lines: Line[] = [
    { type: "setting", key: "name", value: "Çay bahçesi" },
    ...said.flat(),
    ...versions,
    ...places.map((place, n) => roomOf(place, said[n] ?? [])),
    ...places
      .flatMap((place, n) => membersOf(place, said[n] ?? [], dice))
      .sort(by(({ userId, roomId }) => `${userId} ${roomId}`)),
    ...users,
    ...ids
      .slice(1, 20)
      .map((blockerId, n): Line => ({ type: "block", blockerId, blockedId: ids[n + 30] ?? "", at: START })),
    { type: "act", no: 1, at: START, action: "signed_up", actorId: ids[0], detail: {} },
    {
      type: "act",
      no: 7,
      at: START,
      action: "ban",
      actorId: ids[0],
      userId: ids[2],
      detail: { reason: "", purge: false },
    },
  ];
  const header = { type: "confab", version: EXPORT_VERSION };
  // Parsed, so that the fields stand in the order of the schema, as whoever exports writes them.
  const texts = [header, ...lines.map((line) => parse(Line, line))].map((line) => `${JSON.stringify(line)}\n`);
  const sha256 = createHash("sha256").update(texts.join("")).digest("hex");
  return `${texts.join("")}${JSON.stringify({ type: "end", lines: texts.length, sha256 })}\n`;
}

const idOf = (kind: string, n: number) => `${kind}${n.toString().padStart(13, "0")}`;
const by =
  <T>(key: (item: T) => string) =>
  (one: T, other: T) =>
    key(one) < key(other) ? -1 : 1;

function usersOf(count: number, passwordHash: string, dice: Dice): LineOf<"user">[] {
  return Array.from({ length: count }, (_, n) => ({
    type: "user",
    id: idOf("usr", n),
    username: `person_${n}`,
    displayName: `${dice.pick(NAMES)} ${n}`,
    bio: dice.below(3) === 0 ? dice.pick(TEXTS) : "",
    settings: dice.below(2) === 0 ? {} : { theme: "dark", order: [n, null] },
    passwordHash,
    role: n === 0 ? "owner" : dice.below(20) === 0 ? "moderator" : "member",
    createdAt: START + n,
    // Not the first ones: somebody has to look around.
    ...(n > 5 && dice.below(30) === 0 ? { bannedAt: START + 5_000 } : {}),
  }));
}

/** By id: direct rooms, the global one, groups. */
function placesOf(count: number, ids: string[], dice: Dice): Place[] {
  const others = Array.from({ length: count - 1 }, (_, n): Place => {
    if (n % 2 === 0) {
      const memberIds = [ids[n % 5] ?? "", ids[10 + n] ?? ""];
      return { id: directRoomId(memberIds[0] ?? "", memberIds[1] ?? ""), kind: "direct", memberIds };
    }
    const memberIds = ids.filter((_, k) => k < 3 || dice.below(8) === 0);
    return { id: `group:${idOf("grp", n)}`, kind: "group", memberIds };
  });
  const everywhere: Place = { id: GLOBAL_ROOM_ID, kind: "global", memberIds: ids };
  return [everywhere, ...others].sort(by(({ id }) => id));
}

function saidIn({ id: roomId, memberIds }: Place, count: number, dice: Dice): LineOf<"message">[] {
  let rev = count;
  return Array.from({ length: count }, (_, n) => {
    const seq = n + 1;
    const authorId = dice.pick(memberIds);
    const message = { type: "message" as const, roomId, seq, rev: seq, id: `client-${roomId}-${seq}`, authorId };
    const at = START + 10_000 + seq * 1_000;
    const [luck, other] = [dice.below(20), dice.pick(memberIds)];
    const replyTo = seq > 1 && dice.below(6) === 0 ? { replyTo: 1 + dice.below(seq - 1) } : {};
    if (luck === 0) return { ...message, rev: ++rev, body: "", at, ...replyTo, deletedAt: at + 500 };
    if (luck === 1)
      return { ...message, rev: ++rev, body: `${dice.pick(TEXTS)} *`, at, ...replyTo, editedAt: at + 400 };
    if (luck === 2)
      return {
        ...message,
        rev: ++rev,
        body: dice.pick(TEXTS),
        at,
        ...replyTo,
        reactions: { [dice.pick(EMOJI)]: [other] },
      };
    if (luck === 3)
      return { ...message, body: `@person_0 ${dice.pick(TEXTS)}`, at, ...replyTo, mentions: [idOf("usr", 0)] };
    return { ...message, body: dice.pick(TEXTS), at, ...replyTo, ...(dice.below(300) === 0 ? { pinnedAt: at } : {}) };
  });
}

function versionOf({ roomId, seq, at, editedAt }: LineOf<"message">, dice: Dice): LineOf<"version">[] {
  return editedAt === undefined ? [] : [{ type: "version", roomId, seq, rev: seq, body: dice.pick(TEXTS), at }];
}

function roomOf({ id, kind }: Place, said: LineOf<"message">[]): LineOf<"room"> {
  const lastRev = Math.max(0, ...said.map(({ rev }) => rev));
  const head = { createdAt: START, lastRev, lastAt: said.at(-1)?.at ?? START };
  if (kind !== "group") return { type: "room", id, kind, ...head, createdAt: kind === "global" ? 0 : START };
  return {
    type: "room",
    id,
    kind,
    name: `Grup ${id.slice(-2)} 花見`,
    topic: "Çay",
    ...head,
    public: true,
    slowMode: 5,
  };
}

function membersOf({ id: roomId, kind, memberIds }: Place, said: LineOf<"message">[], dice: Dice): LineOf<"member">[] {
  return memberIds.map((userId, n) => ({
    type: "member",
    roomId,
    userId,
    role: kind === "group" && n < 2 ? (n === 0 ? "owner" : "moderator") : "member",
    readSeq: dice.below(said.length + 1),
    ...(dice.below(10) === 0 ? { muted: true as const } : {}),
    notify: dice.pick(["all", "mentions", "none"]),
    joinedAt: START + n,
  }));
}
