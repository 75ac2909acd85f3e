/** What `npm run bench` is asked for. */
import { parseArgs } from "node:util";
import { wrongUse } from "../../scripts/refusal.ts";

export const USAGE = `npm run bench -- [--quick] [--only NAME,NAME] [--against NAME,NAME] [--people N,N] [--rounds N] [--seconds N] [--messages N]
  --only      scenarios: SCENARIOS
  --against   peers: PEERS; "none" for ours alone
  --people    sizes of the room, 50,200,1000
  --rounds    each round measures everybody once, 3
  --seconds   how long each load is measured, 10
  --messages  in the room for history and search, 1000000
  --quick     whether it runs, in a few minutes: one round, small and short; its figures mean nothing
  --help      this
The bill alone, what each thing that people do costs on Cloudflare, in three minutes: npm run bench -- --only bill --messages 2000
A table with medians, spreads and ratios goes to standard output, all samples as JSON into .bench/.`;

export interface Options {
  scenarios: string[];
  subjects: string[];
  people: number[];
  rounds: number;
  seconds: number;
  messages: number;
  help: boolean;
}

interface Names {
  scenarios: string[];
  peers: string[];
}

/** @throws Refusal with 2 */
export function readOptions(args: string[], names: Names): Options {
  const { quick, help, ...given } = parse(args);
  const standard = quick
    ? { people: [10, 20], rounds: 1, seconds: 1, messages: 2_000 }
    : { people: [50, 200, 1_000], rounds: 3, seconds: 10, messages: 1_000_000 };
  return {
    scenarios: some("only", given.only, names.scenarios),
    subjects: given.against === "none" ? [] : some("against", given.against, names.peers),
    people: given.people === undefined ? standard.people : given.people.split(",").map((text) => whole("people", text)),
    rounds: given.rounds === undefined ? standard.rounds : whole("rounds", given.rounds),
    seconds: given.seconds === undefined ? standard.seconds : whole("seconds", given.seconds),
    messages: given.messages === undefined ? standard.messages : whole("messages", given.messages),
    help: help === true,
  };
}

function parse(args: string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const named = { only: text, against: text, people: text, rounds: text, seconds: text, messages: text };
  try {
    return parseArgs({ args, options: { ...named, quick: flag, help: flag } }).values;
  } catch (error) {
    throw wrongUse(error instanceof Error ? error.message : String(error));
  }
}

function some(option: string, given: string | undefined, known: string[]): string[] {
  if (given === undefined) return known;
  const wanted = given.split(",");
  const unknown = wanted.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw wrongUse(`--${option}: there is no ${unknown.join(", ")}. There are: ${known.join(", ")}.`);
  return wanted;
}

function whole(option: string, given: string): number {
  if (!/^[1-9]\d{0,6}$/.test(given)) throw wrongUse(`--${option} takes whole numbers from 1 up, not "${given}".`);
  return Number(given);
}
