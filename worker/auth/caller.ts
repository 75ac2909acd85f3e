import { getCookie, setCookie } from "hono/cookie";

import { type AppContext, toTheEnd } from "../app-env.ts";
import { findReader, type Membership } from "../db/places.ts";
import { findSession, type SignedIn, touchSession } from "../db/sessions.ts";
import { secretsOf } from "../env.ts";
import { notFound, ProtocolError, timedOut, unauthenticated } from "../errors.ts";
import { logError } from "../log.ts";
import { lookUp } from "./access.ts";
import { type Limited, sieve } from "./rate.ts";
import { type SessionClaims, signSession, verifySession } from "./tokens.ts";

const COOKIE = "__Host-session";
/** The longest that browsers keep a cookie. When a session ends is for its row to say. */
const COOKIE_MAX_AGE_S = 400 * 24 * 60 * 60;

/** What a caller shows, before anything of it is checked. A bearer token goes before the cookie. */
export interface Credential {
  token: string;
  kind: "cookie" | "bearer";
}

export function credentialOf(c: AppContext): Credential | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
  if (bearer !== undefined) return { token: bearer, kind: "bearer" };
  const cookie = getCookie(c, COOKIE);
  return cookie === undefined ? undefined : { token: cookie, kind: "cookie" };
}

/**
 * Who is calling, by cookie or bearer token.
 * @param limited what this call is one of, where that is limited: too many of one session are turned away before it is looked up
 * @throws `unauthenticated`; `forbidden` for a change by cookie from elsewhere than our own pages; `rate_limited`
 */
export async function requireUser(c: AppContext, limited?: Limited): Promise<SignedIn> {
  const shown = await requireToken(c, limited);
  return welcomed(c, shown, await findSession(c.var.db, shown.claims, Date.now()));
}

/**
 * Who is calling, and the room that the address names, which they are in.
 * @throws as `requireUser`; `not_found`, the same for a room that is missing and for one the caller is not in
 */
export async function requireMember(c: AppContext, roomId: string, limited?: Limited): Promise<SignedIn & Membership> {
  const shown = await requireToken(c, limited);
  const { signedIn, membership } = await lookUp(c.var.db, shown.claims, roomId);
  const caller = await welcomed(c, shown, signedIn);
  if (!membership) throw notFound();
  return { ...caller, ...membership };
}

/**
 * Who is calling, and the ids of the rooms that they may read: of the one that the address names, or of all.
 * @throws as `requireMember`
 */
export async function requireReader(
  c: AppContext,
  roomId: string | undefined,
  limited?: Limited,
): Promise<SignedIn & { roomIds: string[] }> {
  if (roomId !== undefined) {
    const { room, ...caller } = await requireMember(c, roomId, limited);
    return { ...caller, roomIds: [room.id] };
  }
  const shown = await requireToken(c, limited);
  const { signedIn, roomIds } = await findReader(c.var.db, shown.claims, Date.now());
  return { ...(await welcomed(c, shown, signedIn)), roomIds };
}

/** What a caller shows, as far as it says without a look into the record whether it is good. */
interface Shown {
  kind: Credential["kind"];
  claims: SessionClaims & { isRetiring: boolean };
}

async function requireToken(c: AppContext, limited: Limited | undefined): Promise<Shown> {
  const credential = credentialOf(c);
  const claims = credential && (await verifySession(secretsOf(c.env), credential.token));
  if (!credential || !claims || !isMeant(c.req.header("confab-user"), claims)) throw unauthenticated();
  if (credential.kind === "cookie" && !isSafe(c.req.method)) requireOwnOrigin(c);
  if (limited) sieve(c, limited, claims.sessionId);
  return { kind: credential.kind, claims };
}

/**
 * Windows of one browser share a cookie: what was written as one person must not be sent as the one who signed in since.
 * @param meant whose id the caller says they have; `undefined` where they do not say
 */
export function isMeant(meant: string | undefined, { userId }: { userId: string }): boolean {
  return meant === undefined || meant === userId;
}

async function welcomed(c: AppContext, { kind, claims }: Shown, signedIn: SignedIn | undefined): Promise<SignedIn> {
  if (!signedIn) throw unauthenticated();
  touchIfDue(c, signedIn);
  // Signed anew: while one key follows another, browsers get the new one's token by themselves.
  if (kind === "cookie" && (signedIn.isDue || claims.isRetiring)) await startSession(c, claims, "cookie");
  c.set("userId", signedIn.user.id);
  return signedIn;
}

/** A session that is used does not run out, whichever way it is used. */
export function touchIfDue(c: AppContext, { isDue, sessionId }: SignedIn): void {
  if (isDue) c.executionCtx.waitUntil(touchSession(c.var.db, sessionId, Date.now()));
}

/** Gives the caller a session: the cookie, or the token for those who asked for it. Never both. */
export async function startSession(
  c: AppContext,
  claims: SessionClaims,
  kind: "cookie" | "token" | undefined,
): Promise<{ token?: string }> {
  const token = await signSession(secretsOf(c.env), claims);
  if (kind === "token") return { token };
  await endReplaced(c, claims);
  setSessionCookie(c, token);
  return {};
}

/** A session whose cookie is replaced by that of another one would stand for a month, and nobody at this browser could end it. */
async function endReplaced(c: AppContext, { sessionId }: SessionClaims): Promise<void> {
  const cookie = getCookie(c, COOKIE);
  const claims = cookie === undefined ? undefined : await verifySession(secretsOf(c.env), cookie);
  if (!claims || claims.sessionId === sessionId) return;
  try {
    if (!(await findSession(c.var.db, claims, Date.now()))) return;
    // What is not ended now is ended later: the inbox has it in writing.
    await toTheEnd(c, async () => {
      await c.env.INBOX.getByName(claims.userId).endSessions([claims.sessionId]);
    });
  } catch (error) {
    // Whoever signs in is in all the same.
    logError("session not replaced", error);
  }
}

export function clearSessionCookie(c: AppContext): void {
  setCookie(c, COOKIE, "", { ...cookieOptions, maxAge: 0 });
}

/** @throws `forbidden` where a browser says that the request comes from another origin than ours */
export function requireOwnOrigin(c: AppContext): void {
  if (!isOwnOrigin(c.req.raw)) throw new ProtocolError("forbidden", "This must come from our own pages.");
}

/** Whether a browser says that `request` comes from our own origin. What says nothing is not ours. */
export function isOwnOrigin(request: Request): boolean {
  const origin = request.headers.get("origin");
  if (origin === null) return request.headers.get("sec-fetch-site") === "same-origin";
  // The scheme is left out: behind a proxy that ends TLS it is not the browser's.
  return URL.canParse(origin) && new URL(origin).host === new URL(request.url).host;
}

const cookieOptions = { path: "/", secure: true, httpOnly: true, sameSite: "Lax" } as const;

function setSessionCookie(c: AppContext, token: string): void {
  setCookie(c, COOKIE, token, { ...cookieOptions, maxAge: COOKIE_MAX_AGE_S });
}

function isSafe(method: string): boolean {
  return method === "GET" || method === "HEAD";
}

/** @throws `forbidden` for somebody with a timeout, who is about to change what others see */
export function requireNoTimeout({ standing }: SignedIn, now = Date.now()): void {
  if (standing.timeoutUntil > now) throw timedOut(standing.timeoutUntil - now);
}
