/** Who takes part, where they sit, and how they talk. */
import { parse } from "valibot";
import { Body, directRoomId, GLOBAL_ROOM_ID } from "../../worker/protocol.ts";
import { random } from "../support/random.ts";
import { type Chatter, createChatter } from "./chatter.ts";
import { peace } from "./faults.ts";
import type { Stage } from "./stage.ts";
import { untilTrue } from "./until.ts";
import { type Random, textOf, wordOf } from "./words.ts";

// Beside the messages: one change for so many of them.
const CHANGES_ONE_IN = 6;
const RECENT = 60;
const EMOJI = ["👍", "👎", "🎉", "❤️", "👨‍👩‍👧", "🇹🇷"];
// Somebody who cannot send stops typing at some point.
const MOST_UNSENT = 60;
const IN_WITHIN_MS = 30_000;

/** Signs up so many people, and puts each into `chatters` as soon as there is something to close. */
export async function invite(stage: Stage, count: number, seed: number, chatters: Chatter[]): Promise<void> {
  const { port, origin: home } = stage.server;
  for (let n = chatters.length; n < count; n++) {
    const chance = random(seed * 1_000 + n);
    chatters.push(await createChatter({ name: `chatter_${n}`, port, home, random: () => chance.below(1e9) / 1e9 }));
  }
}

export function seatInGlobal(chatters: readonly Chatter[]): void {
  for (const chatter of chatters) chatter.join(GLOBAL_ROOM_ID);
}

/** Everybody sits in the global room, and each next to a neighbour in a room of two. Gives all of these rooms. */
export function seatInPairs(chatters: readonly Chatter[]): string[] {
  seatInGlobal(chatters);
  const rooms = new Set([GLOBAL_ROOM_ID]);
  for (const [n, chatter] of chatters.entries()) {
    const next = chatters[(n + 1) % chatters.length];
    if (!next || next === chatter) continue;
    const room = directRoomId(chatter.person.id, next.person.id);
    if (rooms.has(room)) continue;
    rooms.add(room);
    for (const one of [chatter, next]) one.join(room);
  }
  return [...rooms];
}

export async function untilAllAreIn(chatters: readonly Chatter[]): Promise<void> {
  const describe = () => chatters.map((one) => one.device().describe()).join("\n");
  await untilTrue("everybody is in", IN_WITHIN_MS, () => chatters.every((one) => one.device().isConnected()), describe);
}

/** Says something in one of their rooms about every so many ms, and now and then changes something, until it is over. */
export async function talk(chatter: Chatter, chance: Random, everyMs: number, signal: AbortSignal): Promise<void> {
  // By the clock and not by pauses: what a busy moment holds up is said after it.
  let due = performance.now();
  for (let n = 1; !signal.aborted; n++) {
    due += everyMs * (0.5 + chance.below(1_000) / 1_000);
    await peace(Math.max(0, due - performance.now()), signal);
    if (signal.aborted || chatter.device().unsent() > MOST_UNSENT) continue;
    const room = chance.pick(chatter.rooms());
    const body = `${wordOf(room)} ${n} ${textOf(chance)}`;
    chatter.say(room, body, parse(Body, body));
    if (chance.below(CHANGES_ONE_IN) === 0) changeSomething(chatter, room, parse(Body, body), chance);
  }
}

/** One's own message is edited or deleted, that of another reacted to; a reaction that is there is taken back. */
function changeSomething({ person, device }: Chatter, room: string, newBody: string, chance: Random): void {
  const recent = device().seat(room)?.messages().slice(-RECENT) ?? [];
  const there = recent.filter(({ deletedAt }) => deletedAt === undefined);
  if (there.length === 0) return;
  const { seq, from, reactions } = chance.pick(there);
  const emoji = chance.pick(EMOJI);
  const isOn = reactions?.[emoji]?.includes(person.id) ?? false;
  const kind = from.id === person.id ? chance.pick(["edit", "edit", "delete", "react"] as const) : "react";
  if (kind === "edit") device().change(room, { kind: "edit", seq, body: newBody });
  else if (kind === "delete") device().change(room, { kind: "delete", seq });
  else device().change(room, { kind: "react", seq, emoji, on: !isOn });
}
