/** The operator at the server: whoever can write into its record may call what only they may. */
import { createHash, randomBytes } from "node:crypto";
import { type GenericSchema, type InferOutput, optional, parse, safeParse, undefined_ } from "valibot";
import { PeopleAnswer, type PersonRecord, Problem } from "../../worker/protocol.ts";
import { execute, type Place, sqlText } from "../d1.ts";
import { migrateLocal } from "../migrate.ts";
import { Refusal, wrongUse } from "../refusal.ts";
import { serveWhile } from "../serve-while.ts";
import type { Told } from "./command.ts";

/** For the longest move; it is taken back when the command ends. */
const KEY_LIFETIME_MS = 6 * 60 * 60 * 1000;
/** A server that is busy, or just starting again after it was changed. */
const ATTEMPTS = 5;
const PAUSE_MS = 1_000;

/** What a call gives that is only done. */
export const Nothing = optional(undefined_());

export interface Call {
  method?: string;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as JSON lines. */
  lines?: string;
}

export interface Operator {
  /** @throws `Refusal` with what the server says */
  call<S extends GenericSchema>(path: string, schema: S, call?: Call): Promise<InferOutput<S>>;
  /** @throws `Refusal` where nobody is called that */
  find(username: string): Promise<PersonRecord>;
}

/** Does something at the server as its operator, and takes the key away after it. */
export async function asOperator({ place, origin }: Told, work: (operator: Operator) => Promise<void>): Promise<void> {
  if (origin === "") throw wrongUse("Where does it answer? Say --url https://chat.example.org with --remote.");
  if (place === "remote" && !origin.startsWith("https://")) {
    throw wrongUse("The key to everything goes over the wire: --remote wants an address with https://.");
  }
  if (place !== "remote") await migrateLocal(place.stateDir);
  const key = `operator.${randomBytes(32).toString("base64url")}`;
  const hash = sqlText(createHash("sha256").update(key).digest("hex"));
  const within = async (action: () => Promise<void>) => (place === "remote" ? action() : serveWhile(origin, action));
  await within(async () => {
    await openDoor(place, hash);
    try {
      await work(operatorAt(origin, key));
    } finally {
      await execute(place, `DELETE FROM operator_keys WHERE key_hash = ${hash}`);
    }
  });
}

async function openDoor(place: Place, hash: string): Promise<void> {
  const now = Date.now();
  await execute(
    place,
    `DELETE FROM operator_keys WHERE expires_at <= ${now}`,
    `INSERT INTO operator_keys (key_hash, expires_at) VALUES (${hash}, ${now + KEY_LIFETIME_MS})`,
  );
}

function operatorAt(origin: string, key: string): Operator {
  const operator: Operator = {
    async call(path, schema, call = {}) {
      const response = await patiently(() => request(`${origin}${path}`, key, call));
      const json: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined);
      if (response.ok) return parse(schema, json);
      const problem = safeParse(Problem, json);
      if (response.status === 401) {
        throw new Refusal(
          `The server at ${origin} has another record than this one. Is STATE_DIR, --url or --remote right?`,
        );
      }
      throw new Refusal(problem.success ? problem.output.detail : `${path} answered ${response.status}.`);
    },
    async find(username) {
      const name = username.replace(/^@/, "").normalize("NFKC").toLowerCase();
      const query = `username=${encodeURIComponent(name)}`;
      const { people } = await operator.call(`/api/moderation/people?${query}`, PeopleAnswer);
      const [found] = people;
      if (!found) throw new Refusal(`Nobody is called ${name}.`);
      return found;
    },
  };
  return operator;
}

/** Asks again where the server is away for a moment: what the operator calls may all be called again. */
async function patiently(ask: () => Promise<Response>): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await ask();
      if (response.status !== 503 || attempt === ATTEMPTS) return response;
    } catch (error) {
      if (attempt === ATTEMPTS) {
        throw new Refusal(`The server does not answer: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    await new Promise((resolve) => setTimeout(resolve, attempt * PAUSE_MS));
  }
}

function request(url: string, key: string, { method = "GET", body, lines }: Call): Promise<Response> {
  const headers: Record<string, string> = { authorization: `Bearer ${key}` };
  if (body !== undefined) headers["content-type"] = "application/json";
  if (lines !== undefined) headers["content-type"] = "application/x-ndjson";
  return fetch(url, { method, headers, body: lines ?? (body === undefined ? null : JSON.stringify(body)) });
}
