/**
 * What every page may have to say, in English, the language that the others are held against. How entries are written is
 * told in `catalogue.ts`.
 */
export const entries = {
  "app.name": "Confab",
  "app.skip": "Skip to content",
  "app.title": "{page} · Confab",
  "app.loading": "Loading…",
  "app.tryAgain": "Try again",
  "app.back": "Back",
  "app.close": "Close",
  "app.language": "Language",
  "app.unreachable.title": "Confab is out of reach",
  "app.unreachable.body": "The server does not answer. Check your connection; nothing you wrote is lost.",
  "app.broken.title": "Something on this page broke",
  "app.broken.body": "It is our fault. Your messages are safe.",
  "app.broken.message": "This message cannot be shown.",

  "error.bad_request": "The server did not accept that.",
  "error.unauthenticated": "You are not logged in any more.",
  "error.forbidden": "You may not do that.",
  "error.blocked": "You cannot write to this person.",
  "error.not_found": "That is not here, or not for you.",
  "error.method_not_allowed": "The server does not do that.",
  "error.conflict": "That is taken already.",
  "error.too_large": "That is too large.",
  "error.unsupported_media_type": "The server does not do that.",
  "error.rate_limited": "That was a lot at once. Try again in a moment.",
  "error.internal": "Something went wrong on the server. Try again in a moment.",
  "error.unavailable": "The server is busy right now. Try again in a moment.",
  "error.unreachable": "The server does not answer. Check your connection.",
  "error.expired": "No answer for a whole day: it may have arrived.",

  "notFound.home": "To your conversations",
} as const;
