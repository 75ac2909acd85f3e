/** `npm run chaos -- --seed N --seconds N --clients N`: runs, prints what came of it, ends with 1 where a promise was broken. */
import { parseArgs } from "node:util";
import type { Findings } from "./checker.ts";
import { type Report, runChaos } from "./run.ts";

const DEFAULTS = { seed: 1, seconds: 30, clients: 6 };
const USAGE = "npm run chaos -- [--seed N] [--seeds N] [--seconds N] [--clients N]";

function readNumbers(): { seed: number; seeds: number; seconds: number; clients: number } {
  const text = { type: "string" } as const;
  const { values } = parseArgs({ options: { seed: text, seeds: text, seconds: text, clients: text } });
  const number = (name: keyof typeof values, fallback: number) => {
    const given = values[name];
    if (given === undefined) return fallback;
    if (!/^\d{1,6}$/.test(given) || Number(given) < 1) throw new TypeError(`--${name} is a whole number from 1 up.`);
    return Number(given);
  };
  const { seed, seconds, clients } = DEFAULTS;
  return {
    seed: number("seed", seed),
    seeds: number("seeds", 1),
    seconds: number("seconds", seconds),
    clients: number("clients", clients),
  };
}

export function isSound(findings: Findings): boolean {
  return Object.values(findings).every((found) => found.length === 0);
}

function print(seed: number, { findings, figures }: Report): void {
  const counts = Object.entries(findings).map(([kind, found]) => [kind, found.length]);
  console.log(`seed ${seed}: ${JSON.stringify({ ...figures, ...Object.fromEntries(counts) })}`);
  for (const [kind, found] of Object.entries(findings)) {
    for (const line of found.slice(0, 10)) console.log(`  ${kind}: ${line}`);
  }
}

try {
  const { seed: first, seeds, seconds, clients } = readNumbers();
  for (let seed = first; seed < first + seeds; seed++) {
    console.log(`seed ${seed}, ${seconds} s, ${clients} people`);
    const report = await runChaos({ seed, seconds, clients, onEvent: (line) => console.log(`  ${line}`) });
    print(seed, report);
    if (!isSound(report.findings)) process.exitCode = 1;
  }
} catch (error) {
  console.error(error instanceof TypeError ? `${error.message}\n${USAGE}` : error);
  process.exitCode = error instanceof TypeError ? 2 : 1;
}
