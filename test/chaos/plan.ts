/** What goes wrong and when, all of it from one seed: two sequences side by side, one for the server, one for the network. */
import { random } from "../support/random.ts";
import type { Direction } from "./network.ts";
import type { Random } from "./words.ts";

/** What is done to the server; it is over when the server is well again. */
export type ServerFault =
  | { kind: "kill runtime" | "kill everything" | "restart" | "reload code" }
  | { kind: "lock record" | "lock index" | "refuse writes"; forMs: number };

/** What is done to people; `who` are their numbers. */
export type NetworkFault =
  | { kind: "cut"; who: number[]; how: "end" | "reset" }
  | { kind: "cut at byte"; who: number[]; direction: Direction; bytes: number; forMs: number }
  | { kind: "stall"; who: number[]; forMs: number }
  | { kind: "stop reading"; who: number[]; forMs: number }
  | { kind: "go dark"; who: number[]; noticedAfterMs: number }
  | { kind: "reload page" | "lose device"; who: number[] };

/** A fault and how long all is left in peace before it. */
export interface Trouble<Fault> {
  afterMs: number;
  fault: Fault;
}

const SERVER_KINDS = [
  "kill runtime",
  "lock record",
  "reload code",
  "kill everything",
  "lock index",
  "restart",
  "refuse writes",
] as const satisfies ServerFault["kind"][];
const NETWORK_KINDS = [
  "cut",
  "cut at byte",
  "stall",
  "stop reading",
  "go dark",
  "reload page",
  "lose device",
] as const satisfies NetworkFault["kind"][];

/**
 * Without end: each kind once, in random order, then all of them again.
 * @param pace 0.5 for half as much peace between faults
 */
export function* serverPlan(seed: number, pace = 1): Generator<Trouble<ServerFault>, undefined> {
  const chance = random(seed * 2);
  for (;;) {
    for (const kind of shuffled(SERVER_KINDS, chance)) {
      yield { afterMs: pace * (3_000 + chance.below(5_000)), fault: serverFault(kind, chance) };
    }
  }
}

export function* networkPlan(seed: number, people: number, pace = 1): Generator<Trouble<NetworkFault>, undefined> {
  const chance = random(seed * 2 + 1);
  for (;;) {
    for (const kind of shuffled(NETWORK_KINDS, chance)) {
      yield { afterMs: pace * (2_000 + chance.below(3_000)), fault: networkFault(kind, people, chance) };
    }
  }
}

function serverFault(kind: ServerFault["kind"], chance: Random): ServerFault {
  switch (kind) {
    case "lock record":
    case "lock index":
    case "refuse writes":
      return { kind, forMs: 500 + chance.below(6_000) };
    case "kill runtime":
    case "kill everything":
    case "restart":
    case "reload code":
      return { kind };
  }
}

function networkFault(kind: NetworkFault["kind"], people: number, chance: Random): NetworkFault {
  const one = [chance.below(people)];
  const all = Array.from({ length: people }, (_, n) => n);
  switch (kind) {
    case "cut":
      return { kind, who: chance.below(3) === 0 ? all : one, how: chance.pick(["end", "reset"]) };
    case "cut at byte": {
      const direction = chance.pick(["up", "down"] as const);
      // As likely within the first bytes as deep inside a welcome: the exponent is what is drawn.
      const bytes = Math.floor(2 ** (1 + (chance.below(1_000) / 1_000) * 13));
      return { kind, who: all, direction, bytes, forMs: 500 + chance.below(2_000) };
    }
    case "stall":
      return { kind, who: chance.below(3) === 0 ? all : one, forMs: 500 + chance.below(4_000) };
    case "stop reading":
      // Around the 20 s after which a room lets go of a reader.
      return { kind, who: one, forMs: 15_000 + chance.below(12_000) };
    case "go dark":
      return { kind, who: one, noticedAfterMs: 1_000 + chance.below(6_000) };
    case "reload page":
    case "lose device":
      return { kind, who: one };
  }
}

function shuffled<T>(items: readonly T[], chance: Random): T[] {
  const rest = [...items];
  return items.map(() => {
    const item = chance.pick(rest);
    rest.splice(rest.indexOf(item), 1);
    return item;
  });
}
