/** What a command of `npm run admin` is, and what it is told. */
import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import type { Place } from "../d1.ts";
import { wrongUse } from "../refusal.ts";
import { readPort, readStateDir } from "../settings.ts";

export interface Command {
  /** What follows `npm run admin --`. */
  usage: string;
  /** One line for the list of commands. */
  about: string;
  /** More, for `--help`. */
  help: string;
  /** The names of what has to be said without a dash in front. */
  wants: string[];
  options?: ParseArgsOptionsConfig;
  run(told: Told): Promise<void>;
}

export interface Told {
  /** As many as `wants` has. */
  args: string[];
  options: Record<string, string | boolean | undefined>;
  place: Place;
  /** Where the server answers, or is started for as long as it takes. */
  origin: string;
}

const COMMON = {
  remote: { type: "boolean", default: false },
  url: { type: "string" },
  help: { type: "boolean", short: "h", default: false },
} as const satisfies ParseArgsOptionsConfig;

const COMMON_HELP = `  --url      Where the server answers (http://localhost:8787, or PORT). Where none does, one is
             started for as long as it takes.
  --remote   In your Cloudflare account: --url says where it answers, wrangler has to be logged in.
             Without it, on this machine (STATE_DIR, or .wrangler/state).
  --help     This text.`;

/** @returns `undefined` where somebody only wanted help, which is printed */
export function readTold(name: string, command: Command, argv: string[]): Told | undefined {
  const see = `See npm run admin -- ${name} --help`;
  const { values, positionals } = parsed(argv, command.options ?? {}, see);
  if (values["help"] === true) {
    console.log(`npm run admin -- ${command.usage}\n\n${command.help}\n\n${COMMON_HELP}`);
    return undefined;
  }
  const [missing] = command.wants.slice(positionals.length);
  if (missing) throw wrongUse(`${missing} npm run admin -- ${command.usage}`);
  if (positionals.length > command.wants.length) {
    throw wrongUse(`"${positionals[command.wants.length]}" is too much. npm run admin -- ${command.usage}`);
  }
  const options = Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string | boolean] => !Array.isArray(entry[1])),
  );
  const isRemote = values["remote"] === true;
  const place: Place = isRemote ? "remote" : { stateDir: readStateDir(process.env) };
  return { args: positionals, options, place, origin: originOf(options["url"], isRemote) };
}

function parsed(args: string[], options: ParseArgsOptionsConfig, see: string) {
  try {
    return parseArgs({ args, allowPositionals: true, options: { ...options, ...COMMON } });
  } catch (error) {
    throw wrongUse(`${error instanceof Error ? error.message.split(". ")[0] : String(error)}. ${see}`);
  }
}

function originOf(url: string | boolean | undefined, isRemote: boolean): string {
  if (typeof url !== "string") return isRemote ? "" : `http://localhost:${readPort(process.env["PORT"])}`;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw wrongUse(`"${url}" is not the address of a server.`);
  }
  if (!isRemote && new URL(url).port === "") {
    throw wrongUse(`"${url}" names no port, as http://localhost:8787 does. In your Cloudflare account: --remote`);
  }
  return new URL(url).origin;
}
