/** The addresses of the page's screens. Room ids hold colons, which a path may hold as they are. */
export const addresses = {
  home: "/",
  logIn: "/login",
  signUp: "/signup",
  profile: "/profile",
  room: (roomId: string) => `/r/${segment(roomId)}`,
  roomInfo: (roomId: string) => `/r/${segment(roomId)}/info`,
  message: (roomId: string, seq: number) => `/r/${segment(roomId)}/${seq}`,
  person: (userId: string) => `/u/${segment(userId)}`,
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

/** The part after the room: a message's number, the details, or nothing. */
export function parsePlace(text: string | undefined): number | "info" | undefined | "unknown" {
  if (text === undefined || text === "info") return text;
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : "unknown";
}

function segment(text: string): string {
  return encodeURIComponent(text).replaceAll("%3A", ":");
}

function withQuery(path: string, query: Record<string, string>): string {
  const given = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== ""));
  return given.size === 0 ? path : `${path}?${given}`;
}
