/**
 * The addresses of the page's screens. The colons of room ids are encoded, though a path may hold them: Cloudflare's
 * file server redirects to the encoded form, and a reload would take the long way.
 */
export const addresses = {
  home: "/",
  reset: "/reset",
  logIn: "/login",
  signUp: "/signup",
  profile: "/profile",
  account: "/account",
  settings: "/settings",
  room: (roomId: string) => `/r/${encodeURIComponent(roomId)}`,
  roomInfo: (roomId: string) => `/r/${encodeURIComponent(roomId)}/info`,
  message: (roomId: string, seq: number) => `/r/${encodeURIComponent(roomId)}/${seq}`,
  person: (userId: string) => `/u/${encodeURIComponent(userId)}`,
  groups: (q = "") => withQuery("/groups", { q }),
  newGroup: "/groups/new",
  invite: (code: string) => `/invite/${encodeURIComponent(code)}`,
  people: (q = "") => withQuery("/people", { q }),
  search: (q = "", roomId = "") => withQuery("/search", { q, room: roomId }),
};

/** The parts of a path, decoded; one that cannot be decoded stays as it is, and leads nowhere. */
export function partsOf(path: string): string[] {
  return path
    .split("/")
    .filter((part) => part !== "")
    .map(decoded);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Where to go after logging in: a path of ours, never another site's address. */
export function safeNext(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])/.test(next) ? next : addresses.home;
}

/** Whether somebody is on the way to an invitation. */
export function isInvite(next: string | undefined): boolean {
  return safeNext(next).startsWith("/invite/");
}

/** The part after the room: a message's number, the details, or nothing. */
export function parsePlace(text: string | undefined): number | "info" | undefined | "unknown" {
  if (text === undefined || text === "info") return text;
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : "unknown";
}

function withQuery(path: string, query: Record<string, string>): string {
  const given = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== ""));
  return given.size === 0 ? path : `${path}?${given}`;
}
