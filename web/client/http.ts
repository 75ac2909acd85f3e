import * as v from "valibot";
import { Problem } from "../../worker/protocol.ts";
import { ApiError } from "./api-error.ts";
import { queryText } from "./query-text.ts";

export interface HttpOptions {
  /** Where the server is, like `https://chat.example`; empty on the page, whose addresses are relative. */
  origin?: string;
  /** The bearer token, for callers that have no cookie. Asked for at each call. */
  token?: () => string | undefined;
  /** Whom the caller takes itself for: a call whose credentials are somebody else's is `unauthenticated`. Asked for at each call; empty for nobody yet. */
  userId?: () => string;
  /** A call was `unauthenticated`: the credentials are nobody's any more, or somebody else's. */
  onStranger?: () => void;
  fetch?: typeof fetch;
  /** How long an answer may take, in milliseconds. */
  timeoutMs?: number;
}

export interface Call {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  query?: Record<string, string | number | undefined>;
  body?: unknown;
  signal?: AbortSignal;
  /** Whoever it is that the credentials are of: it is asked who that is. */
  anybody?: boolean;
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
    const { response, text } = await answer(options, path, call);
    if (!response.ok) {
      const problem = problemOf(response, text);
      if (problem.code === "unauthenticated" && !call.anybody) options.onStranger?.();
      throw problem;
    }
    const parsed = v.safeParse(schema, response.status === 204 ? undefined : jsonIn(text));
    if (!parsed.success) throw new ApiError("internal", `${path} answered in an unknown shape`);
    return parsed.output;
  };
}

/** The limit holds until the last byte: a line may go dead after the headers, and whoever waits for a ticket would wait for good. */
async function answer(options: HttpOptions, path: string, call: Call): Promise<{ response: Response; text: string }> {
  // Called as a plain function: browsers refuse `fetch` as a method of something else.
  const request = options.fetch ?? globalThis.fetch;
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), options.timeoutMs ?? ANSWER_WITHIN_MS);
  const giveUp = () => limit.abort();
  call.signal?.addEventListener("abort", giveUp);
  try {
    const response = await request(`${options.origin ?? ""}${path}${queryText(call.query ?? {})}`, {
      method: call.method ?? "GET",
      headers: headersOf(options, call),
      body: call.body === undefined ? undefined : JSON.stringify(call.body),
      signal: limit.signal,
    });
    return { response, text: await response.text() };
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
  const userId = options.userId?.();
  if (userId && !call.anybody) headers["confab-user"] = userId;
  if (call.body !== undefined) headers["content-type"] = "application/json";
  return headers;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What an answer that is no good means. */
export function problemOf({ status, headers }: Response, text: string): ApiError {
  const seconds = Number(headers.get("retry-after") ?? Number.NaN);
  const retryAfterMs = Number.isFinite(seconds) ? seconds * 1000 : undefined;
  const parsed = v.safeParse(Problem, jsonIn(text));
  if (parsed.success) {
    const { code, detail, errors } = parsed.output;
    return new ApiError(code, detail, { status, errors, retryAfterMs });
  }
  // Something between us and the Worker answered: a proxy, a captive portal, the platform's own error page.
  return new ApiError(status >= 500 ? "unavailable" : "internal", `status ${status}`, { status, retryAfterMs });
}
