/** Confab's HTTP interface as a patient client uses it: told to wait, it waits. */
import { type GenericSchema, type InferOutput, parse, safeParse } from "valibot";
import { Problem } from "../../worker/protocol.ts";
import { Refusal } from "../refusal.ts";

export interface Call {
  method?: string;
  token?: string;
  body?: unknown;
}

export interface Api {
  /** The answer, or `undefined` where it is a problem with one of the codes that `unless` names. */
  call<S extends GenericSchema>(
    path: string,
    schema: S,
    call?: Call,
    unless?: string[],
  ): Promise<InferOutput<S> | undefined>;
}

// After a minute every limit of a default server has let go.
const LONGEST_WAIT_S = 65;

export function connectApi(origin: string): Api {
  return {
    async call(path, schema, call = {}, unless = []) {
      for (;;) {
        const response = await request(origin, path, call);
        if (response.status === 429) {
          await wait(Number(response.headers.get("retry-after")));
          continue;
        }
        const json: unknown = response.status === 204 ? undefined : await response.json();
        if (response.ok) return parse(schema, json);
        const problem = safeParse(Problem, json);
        if (problem.success && unless.includes(problem.output.code)) return undefined;
        throw new Refusal(`${call.method ?? "GET"} ${path} answered ${response.status}: ${JSON.stringify(json)}`);
      }
    },
  };
}

function request(origin: string, path: string, { method = "GET", token, body }: Call): Promise<Response> {
  const headers: Record<string, string> = {};
  if (token) headers["authorization"] = `Bearer ${token}`;
  if (body !== undefined) headers["content-type"] = "application/json";
  return fetch(`${origin}${path}`, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
}

async function wait(retryAfter: number): Promise<void> {
  const seconds = Math.min(Math.max(Number.isFinite(retryAfter) ? retryAfter : 1, 1), LONGEST_WAIT_S);
  if (seconds > 2) console.log(`Waiting ${seconds} s, as the server's limits ask.`);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
