/** Numbers and codes that both sides know: limits, rhythms, errors, close codes. */

export const PROTOCOL_VERSION = 1;

export const LIMITS = {
  bodyCodePoints: 4000,
  displayNameCodePoints: 64,
  roomNameCodePoints: 80,
  topicCodePoints: 250,
  bioCodePoints: 500,
  passwordMinCodePoints: 8,
  passwordMaxCodePoints: 256,
  queryCodePoints: 200,
  settingsBytes: 8 * 1024,
  requestBytes: 64 * 1024,
  frameBytes: 64 * 1024,
  pageSize: 100,
  defaultPageSize: 50,
  idsPerLookup: 100,
  membersPerRequest: 1000,
  membersPerGroup: 5000,
  /** Up to so many members of a group see how far each other has read. */
  membersWithReads: 100,
  invitesPerGroup: 50,
  welcomeMessages: 25,
  resumeMessages: 200,
  resumeBytes: 512 * 1024,
  badFramesPerMinute: 20,
  /** So often may the sockets of a session be closed in a room for what they sent. */
  thrownOutPerMinute: 3,
  /** Kinds of reactions to one message, and people of a kind that are named. */
  emojiPerMessage: 20,
  namedPerEmoji: 100,
  refLength: 64,
  /** People that one message names; who is named after them is not told. */
  mentionsPerMessage: 50,
  pinsPerPage: 100,
  reasonCodePoints: 500,
  blocksPerPerson: 1000,
} as const;

/** A `typing` frame is passed on at most this often; receivers forget it after `TYPING_EXPIRES_MS`. */
export const TYPING_EVERY_MS = 3_000;
export const TYPING_EXPIRES_MS = 5_000;
/** How often a client says `got` while `messages` frames come. */
export const GOT_EVERY_MS = 2_000;

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
} as const;
export type ErrorCode = keyof typeof HTTP_STATUS;
export const ERROR_CODES = Object.keys(HTTP_STATUS) as [ErrorCode, ...ErrorCode[]];

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
