/** People, rooms and texts that a page has to have room for. */
import { MeAnswer, MessageAnswer, RoomAnswer, SignedIn } from "../../worker/protocol.ts";
import { execute, sqlText } from "../d1.ts";
import { Refusal } from "../refusal.ts";
import type { Api } from "../seed/api.ts";
import { SEED_PASSWORD } from "../seed/people.ts";

const LONGEST_NAME = 64;
const LONGEST_TEXT = 4_000;
const ROOMS = 300;
export const READER = "odd_reader";

const WRITERS = {
  without_spaces: "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft".slice(
    0,
    LONGEST_NAME,
  ),
  with_spaces: "Maria del Carmen Fernández-Villaverde y Álvarez de Toledo Osorio".slice(0, LONGEST_NAME),
  from_the_right: "عبد الرحمن بن محمد الأنصاري ✨ (Abdurrahman)",
  one_letter: "あ",
};
type Writer = keyof typeof WRITERS;

const TEXTS: [Writer, string][] = [
  ["from_the_right", "مرحبًا! The plan: 3 كراسٍ, 2 ladders — وسجادة واحدة؟"],
  ["without_spaces", "👨‍👩‍👧‍👦👩🏽‍❤️‍💋‍👨🏿🏳️‍🌈🧑🏻‍🦼‍➡️👩🏾‍🚀 and in a sentence 👨‍👩‍👧‍👦, between words"],
  ["one_letter", "👩🏾‍🚀👨‍👩‍👧‍👦"],
  ["without_spaces", "x".repeat(180)],
  ["with_spaces", `https://chat.example/${"a-very-long-path/".repeat(12)}`],
  ["with_spaces", `\`\`\`js\nconst line = "${"a line of code that nobody has broken ".repeat(6)}";\n\`\`\``],
  ["one_letter", `> ${"quoted ".repeat(40)}\n\n- ${"listed ".repeat(40)}\n- **${"bold".repeat(30)}**`],
  ["from_the_right", "ﷺ".repeat(20)],
  ["with_spaces", `Z̸̡̢͓̘̜̽̊̌̚a̵̛͎̼͌l̷̲̈́̿g̶̦̈o̷͖̽ has come, and stays in the line`],
  ["without_spaces", pasted()],
  ["one_letter", "And that was all of it."],
];

/** Where to look, by id: a room with all of it, one where nothing was said, and somebody with a long name. */
export interface Odd {
  talkId: string;
  emptyId: string;
  personId: string;
}

/** As many code points as a message may have, in paragraphs, as they come out of somebody's clipboard. */
export function pasted(): string {
  const paragraph =
    "What was written elsewhere, at length, and is put here all at once because there was no shorter way. ";
  return [...`${paragraph.repeat(6)}\n\n`.repeat(8)].slice(0, LONGEST_TEXT).join("").trim();
}

export async function plantOdd(api: Api, stateDir: string): Promise<Odd> {
  const reader = await register(api, READER, "Noor");
  const writers = new Map<string, { id: string; token: string }>();
  for (const [name, displayName] of Object.entries(WRITERS)) {
    writers.set(name, await register(api, name, displayName));
  }
  const makeGroup = async (id: string, name: string, topic = "") => {
    const memberIds = [...writers.values()].map((each) => each.id);
    const body = { kind: "group", id: `odd-${id}`, name, topic, public: false, memberIds };
    const made = await api.call("/api/rooms", RoomAnswer, { method: "POST", token: reader.token, body });
    if (!made) throw new Refusal(`The group ${name} was not made.`);
    return made.room.id;
  };
  await execute({ stateDir }, ...manyRooms(reader.id));
  const emptyId = await makeGroup("empty", "Nothing said yet");
  const talkId = await makeGroup("talk", "W".repeat(40) + "i".repeat(40), "A topic that goes on ".repeat(11));
  for (const [index, [writer, text]] of TEXTS.entries()) {
    const body = { id: `odd-text-${index}`, body: text };
    const token = writers.get(writer)?.token ?? "";
    await api.call(`/api/rooms/${encodeURIComponent(talkId)}/messages`, MessageAnswer, { method: "POST", token, body });
  }
  return { talkId, emptyId, personId: writers.get("without_spaces")?.id ?? "" };
}

/** Straight into the record: nobody may make so many in an hour. */
function manyRooms(userId: string): string[] {
  const names = Array.from({ length: ROOMS }, (_, index) => {
    const n = index + 1;
    return {
      id: `group:odd${String(n).padStart(13, "0")}`,
      name: `Room ${n}${n % 7 === 0 ? " of many words".repeat(4) : ""}`,
    };
  });
  return names.flatMap(({ id, name }, index) => [
    `INSERT INTO rooms (id, kind, name, created_at, last_at, member_count) VALUES (${sqlText(id)}, 'group', ${sqlText(name)}, 1, ${index + 1}, 1)`,
    `INSERT INTO members (user_id, room_id, role, joined_at) VALUES (${sqlText(userId)}, ${sqlText(id)}, 'owner', 1)`,
  ]);
}

async function register(api: Api, username: string, displayName: string) {
  const body = { username, displayName, password: SEED_PASSWORD, session: "token" };
  const made = await api.call("/api/auth/register", SignedIn, { method: "POST", body });
  if (!made?.token) throw new Refusal(`${username} has no account.`);
  const { token } = made;
  await api.call("/api/me", MeAnswer, {
    method: "PATCH",
    token,
    body: { bio: `${"bio".repeat(60)} ${"and so on ".repeat(20)}` },
  });
  return { id: made.user.id, token };
}
