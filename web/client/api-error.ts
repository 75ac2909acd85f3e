import type { ErrorCode, Problem } from "../../worker/protocol.ts";

/** What a call may fail with: a code of the protocol, or `unreachable` where no answer came at all. */
export type FailureCode = ErrorCode | "unreachable";

/**
 * Why a call, or a message that was sent, was refused.
 *
 * `code` is for programs and translations, `detail` for logs (English, from the server). `errors` names the fields of
 * a bad request. `retryAfterMs` is set where the server said when to come back.
 */
export class ApiError extends Error {
  readonly code: FailureCode;
  readonly detail: string;
  /** The HTTP status; 0 where there was none. */
  readonly status: number;
  readonly errors: NonNullable<Problem["errors"]>;
  readonly retryAfterMs: number | undefined;

  constructor(
    code: FailureCode,
    detail: string,
    more: { status?: number; errors?: Problem["errors"]; retryAfterMs?: number } = {},
  ) {
    super(`${code}: ${detail}`);
    this.name = "ApiError";
    this.code = code;
    this.detail = detail;
    this.status = more.status ?? 0;
    this.errors = more.errors ?? [];
    this.retryAfterMs = more.retryAfterMs;
  }
}

/** Turns whatever was thrown into an `ApiError`; what is not one becomes `internal`. */
export function asApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  return new ApiError("internal", thrown instanceof Error ? thrown.message : String(thrown));
}

/** Whether the same call may succeed later without being changed. */
export function isTemporary(code: FailureCode): boolean {
  return code === "unreachable" || code === "unavailable" || code === "internal" || code === "rate_limited";
}
