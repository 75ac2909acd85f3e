import * as v from "valibot";
import { Problem } from "../../worker/protocol.ts";
import { ApiError } from "./api-error.ts";

export interface HttpOptions {
  /** Where the server is, like `https://chat.example`; empty on the page, whose addresses are relative. */
  origin?: string;
  /** The bearer token, for callers that have no cookie. Asked for at each call. */
  token?: () => string | undefined;
  fetch?: typeof fetch;
  /** How long an answer may take, in milliseconds. */
  timeoutMs?: number;
}

export interface Call {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  query?: Record<string, string | number | undefined>;
  body?: unknown;
  signal?: AbortSignal;
}

/** One request: `path` starts with a slash, the answer is parsed with `schema`, failures are `ApiError`s. */
export type Http = <S extends v.GenericSchema>(path: string, schema: S, call?: Call) => Promise<v.InferOutput<S>>;

/** The schema of an answer without a body (204). */
export const Nothing = v.undefined();

// Longer than the slowest good answer (hashing a password behind a queue), shorter than a person's patience.
const ANSWER_WITHIN_MS = 15_000;

/**
 * Makes the function that all HTTP calls go through.
 *
 * It rejects with `ApiError`: the code of the problem document, `internal` for an answer that is none of ours, or
 * `unreachable` where no answer came within `timeoutMs`. A call that its `signal` ended rejects with the reason of the signal.
 */
export function createHttp(options: HttpOptions = {}): Http {
  return async (path, schema, call = {}) => {
    const response = await answer(options, path, call);
    if (!response.ok) throw await problemOf(response);
    const parsed = v.safeParse(schema, response.status === 204 ? undefined : await jsonOf(response));
    if (!parsed.success) throw new ApiError("internal", `${path} answered in an unknown shape`);
    return parsed.output;
  };
}

async function answer(options: HttpOptions, path: string, call: Call): Promise<Response> {
  // Called as a plain function: browsers refuse `fetch` as a method of something else.
  const request = options.fetch ?? globalThis.fetch;
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), options.timeoutMs ?? ANSWER_WITHIN_MS);
  const giveUp = () => limit.abort();
  call.signal?.addEventListener("abort", giveUp);
  try {
    return await request(`${options.origin ?? ""}${path}${queryText(call.query)}`, {
      method: call.method ?? "GET",
      headers: headersOf(options, call),
      body: call.body === undefined ? undefined : JSON.stringify(call.body),
      signal: limit.signal,
    });
  } catch (thrown) {
    if (call.signal?.aborted) throw call.signal.reason;
    throw new ApiError("unreachable", thrown instanceof Error ? thrown.message : "no answer");
  } finally {
    clearTimeout(timer);
    call.signal?.removeEventListener("abort", giveUp);
  }
}

function headersOf(options: HttpOptions, call: Call): Record<string, string> {
  const headers: Record<string, string> = { accept: "application/json" };
  const token = options.token?.();
  if (token !== undefined) headers["authorization"] = `Bearer ${token}`;
  if (call.body !== undefined) headers["content-type"] = "application/json";
  return headers;
}

function queryText(query: Call["query"] = {}): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) given.set(name, String(value));
  }
  return given.size === 0 ? "" : `?${given}`;
}

async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

async function problemOf(response: Response): Promise<ApiError> {
  const { status } = response;
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  const retryAfterMs = Number.isFinite(seconds) ? seconds * 1000 : undefined;
  const parsed = v.safeParse(Problem, await jsonOf(response));
  if (parsed.success) {
    const { code, detail, errors } = parsed.output;
    return new ApiError(code, detail, { status, errors, retryAfterMs });
  }
  // Something between us and the Worker answered: a proxy, a captive portal, the platform's own error page.
  return new ApiError(status >= 500 ? "unavailable" : "internal", `status ${status}`, { status, retryAfterMs });
}
