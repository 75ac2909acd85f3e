/** A room that is left alone while other scenes go on: falling asleep takes longer than any of them. */
import { setTimeout as pause } from "node:timers/promises";
import { expect } from "vitest";
import { newId } from "./line.ts";
import { type Person, strangers } from "./person.ts";
import { origin, printed } from "./server.ts";

// The chores after the last word: what is in the record is noted, and what is not needed any more forgotten.
const CHORES_AFTER_MS = 11_000;
/** So long after that a room costs nothing any more. */
const ASLEEP_WITHIN_MS = 15_000;
const PING_EVERY_MS = 2_000;

interface Nap {
  room: string;
  alice: Person;
  bob: Person;
  sleepers: [Sleeper, Sleeper];
  /** The id of what Alice said before it, and says again after it. */
  spoken: string;
  /** How often the room's object was made anew under its sockets, before and after somebody spoke again. */
  waking: Promise<{ wokenBefore: number; wokenAfter: number }>;
}

let nap: Promise<Nap> | undefined;

/** Two people open a room, say a word and leave it alone, the first time this is called. */
export function goToSleep(): Promise<Nap> {
  nap ??= begin();
  return nap;
}

async function begin(): Promise<Nap> {
  const { alice, bob, room } = await strangers(origin());
  const sleepers: [Sleeper, Sleeper] = [await Sleeper.of(alice, room), await Sleeper.of(bob, room)];
  const spoken = newId();
  sleepers[0].send({ type: "send", id: spoken, body: "good night" });
  for (const one of sleepers) await expect.poll(() => one.of("messages")).toHaveLength(1);
  const waking = wake(room, sleepers[0], spoken);
  // It is looked at in another scene; until then nobody is there to catch it.
  waking.catch(() => {});
  return { room, alice, bob, sleepers, spoken, waking };
}

async function wake(room: string, sleeper: Sleeper, spoken: string) {
  await pause(CHORES_AFTER_MS + ASLEEP_WITHIN_MS);
  const woken = () =>
    printed()
      .split(/\n/)
      .filter((line) => line.includes('"woke"') && line.includes(room)).length;
  const wokenBefore = woken();
  sleeper.send({ type: "send", id: spoken, body: "good night" });
  sleeper.send({ type: "react", seq: 1, emoji: "🌅", on: true });
  await expect.poll(() => sleeper.of("messages"), { timeout: 5_000 }).toHaveLength(2);
  // What the server prints takes its own way.
  await expect.poll(woken, { timeout: 5_000 }).toBeGreaterThan(wokenBefore);
  return { wokenBefore, wokenAfter: woken() };
}

/** The socket of a client that only pings. It is not among those that are hung up after each scene. */
class Sleeper {
  pongs = 0;
  readonly #socket: WebSocket;
  readonly #frames: Record<string, unknown>[] = [];
  readonly #pinging: NodeJS.Timeout;

  static async of(who: Person, room: string): Promise<Sleeper> {
    const url = `${who.origin.replace(/^http/, "ws")}/ws/rooms/${room}?ticket=${await who.ticket()}`;
    const sleeper = new Sleeper(new WebSocket(url));
    await expect.poll(() => sleeper.of("welcome"), { timeout: 5_000 }).toHaveLength(1);
    return sleeper;
  }

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => {
      if (data === "pong") this.pongs++;
      else this.#frames.push(JSON.parse(String(data)));
    });
    this.#pinging = setInterval(() => this.isOpen() && socket.send("ping"), PING_EVERY_MS);
  }

  /** The frames of that type that have come. */
  of(type: string): Record<string, unknown>[] {
    return this.#frames.filter((frame) => frame["type"] === type);
  }

  isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  send(frame: object): void {
    this.#socket.send(JSON.stringify(frame));
  }

  close(): void {
    clearInterval(this.#pinging);
    this.#socket.close();
  }
}
