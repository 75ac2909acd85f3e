/** What the Worker is given by `wrangler.toml` and the operator's secrets, checked before it is used. */
import * as v from "valibot";
import { secretProblem, splitSecret } from "./auth/secret.ts";
import type { Gate } from "./gate/gate.ts";
import type { Inbox } from "./inbox/inbox.ts";
import type { Room } from "./room/room.ts";

export interface Env {
  /** The record. */
  DB: D1Database;
  /** The full-text index, which can be made again from the record. */
  SEARCH: D1Database;
  ROOM: DurableObjectNamespace<Room>;
  INBOX: DurableObjectNamespace<Inbox>;
  GATE: DurableObjectNamespace<Gate>;
  ASSETS: Fetcher;
  /** One secret, or two with a space between while one follows the other: the first signs, both are accepted. */
  AUTH_SECRET: string | undefined;
  SEND_PER_SECOND: unknown;
  SEND_BURST: unknown;
  AUTH_PER_MINUTE: unknown;
  SOCKETS_PER_USER: unknown;
  TICKETS_PER_MINUTE: unknown;
  SEARCHES_PER_MINUTE: unknown;
  HISTORY_PER_MINUTE: unknown;
  EXPORTS_PER_HOUR: unknown;
  GROUPS_PER_HOUR: unknown;
  REPORTS_PER_HOUR: unknown;
  BLOCKS_PER_HOUR: unknown;
  PROFILES_PER_HOUR: unknown;
}

// A var is a number in wrangler.toml and text when it comes from the command line.
const Count = v.pipe(v.union([v.number(), v.pipe(v.string(), v.trim(), v.nonEmpty(), v.toNumber())]), v.minValue(1));

const Limits = v.object({
  /** Messages a person may send into one room: so many a second on average, so many at once. */
  SEND_PER_SECOND: Count,
  SEND_BURST: Count,
  /** Failed logins and sign-ups a minute, for each address and for each name. */
  AUTH_PER_MINUTE: Count,
  /** Open sockets of one person, over all devices and rooms. */
  SOCKETS_PER_USER: Count,
  /** Requests of one person a minute. */
  TICKETS_PER_MINUTE: Count,
  SEARCHES_PER_MINUTE: Count,
  HISTORY_PER_MINUTE: Count,
  /** Requests of one person for all their data: each looks at every message of their rooms. */
  EXPORTS_PER_HOUR: Count,
  /** Groups that one person makes: each has an object and rows of its own. */
  GROUPS_PER_HOUR: Count,
  /** Reports that one person files: each is somebody's work. */
  REPORTS_PER_HOUR: Count,
  /** Blocks that one person sets or lifts: each is told to all rooms of both. */
  BLOCKS_PER_HOUR: Count,
  /** Other names and other choices of what others see: each is told to all rooms. */
  PROFILES_PER_HOUR: Count,
});
export type Limits = v.InferOutput<typeof Limits>;

/** Thrown where the deployment itself is wrong. The operator reads the message in the log; callers learn `unavailable`. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
}

const limitsByEnv = new WeakMap<object, Limits>();

export function limitsOf(env: Env): Limits {
  const known = limitsByEnv.get(env);
  if (known) return known;
  const parsed = v.safeParse(Limits, env);
  if (!parsed.success) {
    const names = parsed.issues.map((issue) => v.getDotPath(issue)).join(", ");
    throw new ConfigurationError(`These vars must be numbers from 1 up: ${names}.`);
  }
  limitsByEnv.set(env, parsed.output);
  return parsed.output;
}

/** The signing secrets, newest first. */
export function secretsOf(env: Env): string[] {
  const problem = secretProblem(env.AUTH_SECRET);
  if (problem) throw new ConfigurationError(`AUTH_SECRET ${problem}: see docs/deploying.md.`);
  return splitSecret(env.AUTH_SECRET);
}
