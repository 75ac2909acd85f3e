/** The one error of the contract, and the only place that says what it looks like over HTTP and on a socket. */
import { causeOf } from "./log.ts";
import { type ErrorCode, type ErrorFrame, HTTP_STATUS, type Problem } from "./protocol.ts";

interface Particulars {
  retryAfterMs?: number;
  errors?: { path: string; detail: string }[];
}

/** A refusal with a code of the protocol. Thrown where it is noticed, rendered once. */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError";
  readonly code: ErrorCode;
  readonly retryAfterMs: number | undefined;
  readonly errors: { path: string; detail: string }[] | undefined;

  constructor(code: ErrorCode, detail: string, particulars: Particulars = {}) {
    super(detail);
    this.code = code;
    this.retryAfterMs = particulars.retryAfterMs;
    this.errors = particulars.errors;
  }
}

/** A value of a body that has the right form and is wrong all the same: `detail` says why, without a full stop. */
export const wrongField = (path: string, detail: string) =>
  new ProtocolError("bad_request", `${path}: ${detail}.`, { errors: [{ path, detail }] });
export const notFound = () => new ProtocolError("not_found", "There is no such thing here.");
export const unauthenticated = () => new ProtocolError("unauthenticated", "Sign in first.");
export const blocked = () => new ProtocolError("blocked", "One of you has blocked the other.");
export const timedOut = (waitMs: number) =>
  new ProtocolError("forbidden", "A moderator gave you a timeout.", { retryAfterMs: waitMs });
export const rateLimited = (retryAfterMs: number) =>
  new ProtocolError("rate_limited", "Too many of these for now.", {
    retryAfterMs: Math.max(1, Math.ceil(retryAfterMs)),
  });

/** What an error becomes at the edge: ours as it is, the storage's as `unavailable`, everything else as `internal`. */
export function asProtocolError(error: unknown): ProtocolError {
  if (error instanceof ProtocolError) return error;
  if (isStorageError(error)) return new ProtocolError("unavailable", "The storage cannot be reached. Try again.");
  return new ProtocolError("internal", "Something went wrong here. It has been noted.");
}

/** D1 says so in the text of its errors and nowhere else; an object that is away or being replaced, in properties. */
function isStorageError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const isAway = ["retryable", "overloaded", "durableObjectReset"].some((name) => Reflect.get(error, name) === true);
  return isAway || /D1_|SQLITE_BUSY|database is locked|Network connection lost/.test(causeOf(error).message);
}

const TITLES: Record<ErrorCode, string> = {
  bad_request: "Bad request",
  unauthenticated: "Not signed in",
  forbidden: "Forbidden",
  blocked: "Blocked",
  not_found: "Not found",
  method_not_allowed: "Method not allowed",
  conflict: "Conflict",
  too_large: "Request too large",
  unsupported_media_type: "Unsupported media type",
  rate_limited: "Too many requests",
  internal: "Internal error",
  unavailable: "Unavailable",
};

/** RFC 9457. */
export function problemResponse(error: ProtocolError): Response {
  const problem: Problem = {
    type: "about:blank",
    title: TITLES[error.code],
    status: HTTP_STATUS[error.code],
    detail: error.message,
    code: error.code,
    ...(error.errors ? { errors: error.errors } : {}),
  };
  const headers = new Headers({ "content-type": "application/problem+json" });
  if (error.retryAfterMs !== undefined) headers.set("retry-after", String(Math.ceil(error.retryAfterMs / 1000)));
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
}

/** `subject` says which frame is meant: its `ref`, and the `id` or `seq` it was about. */
export function errorFrame(error: ProtocolError, subject: Pick<ErrorFrame, "ref" | "id" | "seq"> = {}): ErrorFrame {
  return {
    type: "error",
    code: error.code,
    detail: error.message,
    ...subject,
    ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
  };
}

// Classes do not survive a call between objects, so there an outcome is a value.

export type Outcome<T> = { ok: true; value: T } | ({ ok: false; code: ErrorCode; detail: string } & Particulars);

export async function outcomeOf<T>(work: () => T | Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return { ok: false, code: error.code, detail: error.message, ...particularsOf(error) };
  }
}

export function valueIn<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new ProtocolError(outcome.code, outcome.detail, particularsOf(outcome));
}

function particularsOf({ retryAfterMs, errors }: ProtocolError | Particulars): Particulars {
  return { ...(retryAfterMs === undefined ? {} : { retryAfterMs }), ...(errors === undefined ? {} : { errors }) };
}
