/** What `npm run chaos` is asked for. */
import { parseArgs } from "node:util";

export const USAGE = `npm run chaos -- [--seed N] [--seeds N] [--seconds N] [--clients N] [--rate N] [--markdown]
  --seed      the first seed, 1            --seeds    how many of them, 1
  --seconds   how long people talk, 60     --clients  how many people, 6
  --rate      messages a second, 150       --markdown  tables for docs/reliability.md
npm run chaos -- --scene NAME [--markdown]`;

export interface Options {
  seed: number;
  seeds: number;
  seconds: number;
  clients: number;
  rate: number;
  markdown: boolean;
  /** One scene instead of seeds. */
  scene: string | undefined;
}

export class WrongUsage extends Error {}

/** @throws WrongUsage */
export function readOptions(args: string[]): Options {
  const values = parse(args);
  const number = (name: "seed" | "seeds" | "seconds" | "clients" | "rate", fallback: number) => {
    const given = values[name];
    if (given === undefined) return fallback;
    if (!/^[1-9]\d{0,5}$/.test(given)) throw new WrongUsage(`--${name} is a whole number from 1 up.`);
    return Number(given);
  };
  return {
    seed: number("seed", 1),
    seeds: number("seeds", 1),
    seconds: number("seconds", 60),
    clients: number("clients", 6),
    rate: number("rate", 150),
    markdown: values.markdown === true,
    scene: values.scene,
  };
}

function parse(args: string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const numbers = { seed: text, seeds: text, seconds: text, clients: text, rate: text };
  try {
    return parseArgs({ args, options: { ...numbers, scene: text, markdown: flag } }).values;
  } catch (error) {
    throw new WrongUsage(error instanceof Error ? error.message : String(error));
  }
}
