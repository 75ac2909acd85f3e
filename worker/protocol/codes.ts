/** Numbers and codes that both sides know: rhythms, errors, close codes. */

export const PROTOCOL_VERSION = 1;

/** A `typing` frame is passed on at most this often; receivers forget it after `TYPING_EXPIRES_MS`. */
export const TYPING_EVERY_MS = 3_000;
export const TYPING_EXPIRES_MS = 5_000;
/** How often a client says `got` while `messages` frames come. */
export const GOT_EVERY_MS = 2_000;

export const ERROR_CODES = [
  "bad_request",
  "unauthenticated",
  "forbidden",
  "blocked",
  "not_found",
  "method_not_allowed",
  "conflict",
  "too_large",
  "unsupported_media_type",
  "rate_limited",
  "internal",
  "unavailable",
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** What the page knows without: its answers have both. */
export const HTTP_STATUS = {
  bad_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  blocked: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  too_large: 413,
  unsupported_media_type: 415,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
} as const satisfies Record<ErrorCode, number>;

export const CLOSE = {
  tooBig: 1009,
  tryAgainLater: 1013,
  badTicket: 4401,
  tooSlow: 4408,
  tooMany: 4429,
  notSignedIn: 4501,
  forbidden: 4503,
  notFound: 4504,
  badFrames: 4505,
  sessionEnded: 4510,
} as const;

/** Whether a client that was closed with `code` may connect again: every code below 4500 says yes, 1000 and 1006 too. */
export function mayReconnect(code: number): boolean {
  return code < 4500;
}
