import { Hono } from "hono";
import type { App, AppContext } from "../app-env.ts";
import { lookUp, mayModerate } from "../auth/access.ts";
import { credentialOf, isMeant, isOwnOrigin, touchIfDue } from "../auth/caller.ts";
import { sieve } from "../auth/rate.ts";
import { rememberWhoLearns } from "../auth/standing-change.ts";
import { type SessionClaims, type TicketClaims, verifySession, verifyTicket } from "../auth/tokens.ts";
import { findSession, type SignedIn } from "../db/sessions.ts";
import { isBanned } from "../db/standing.ts";
import { personOf, privacyOf } from "../db/users.ts";
import { secretsOf } from "../env.ts";
import { ProtocolError } from "../errors.ts";
import { inboxVisitRequest } from "../inbox/inbox-visit.ts";
import { logError } from "../log.ts";
import { SECURITY_HEADERS } from "../middleware.ts";
import { CLOSE } from "../protocol.ts";
import { visitRequest } from "../room/visit.ts";
import { refusedUpgrade } from "../upgrade.ts";
import { param } from "./input.ts";

/** The upgrades. Before any middleware: the answer to an upgrade has headers that cannot be changed. */
export const sockets = new Hono<App>();

sockets.get("/rooms/:room", async (c) => {
  if (!isUpgrade(c)) return upgradeRequired();
  return upgrade(c, async ({ claims, ticket }) => {
    const { userId, sessionId } = claims;
    const { signedIn, membership } = await lookUp(c.var.db, claims, param(c, "room"));
    const { user, standing } = await requireSession(c, claims, signedIn);
    if (!membership) throw new Refusal(CLOSE.notFound, "no such room");
    const { room, reads } = membership;
    if (await rememberWhoLearns(c, userId, standing, room.id)) {
      await c.env.ROOM.getByName(room.id).bringStanding(userId, standing);
    }
    const { since, epoch } = c.req.query();
    const shown = { room, reads, mayModerate: mayModerate(room, user), privacy: privacyOf(user), since, epoch };
    return c.env.ROOM.getByName(room.id).fetch(visitRequest({ user: personOf(user), sessionId, ticket, ...shown }));
  });
});

sockets.get("/inbox", async (c) => {
  if (!isUpgrade(c)) return upgradeRequired();
  return upgrade(c, async ({ claims, ticket }) => {
    const { userId, sessionId } = claims;
    await requireSession(c, claims, await findSession(c.var.db, claims, Date.now()));
    return c.env.INBOX.getByName(userId).fetch(inboxVisitRequest({ userId, sessionId, ticket }));
  });
});

interface Visitor {
  claims: SessionClaims;
  ticket: { id: string; expiresAt: number } | undefined;
}

class Refusal extends Error {
  readonly code: number;
  constructor(code: number, reason: string) {
    super(reason);
    this.code = code;
  }
}

async function upgrade(c: AppContext, open: (visitor: Visitor) => Promise<Response>): Promise<Response> {
  try {
    const visitor = await identify(c);
    if (!isMeant(c.req.query("user"), visitor.claims))
      throw new Refusal(CLOSE.notSignedIn, "signed in as somebody else");
    sieve(c, "upgrades", visitor.claims.sessionId);
    return await open(visitor);
  } catch (error) {
    if (error instanceof Refusal) return refusedUpgrade(error.code, error.message);
    if (error instanceof ProtocolError && error.code === "rate_limited")
      return refusedUpgrade(CLOSE.tooMany, "too many at once");
    logError("upgrade", error);
    return refusedUpgrade(CLOSE.tryAgainLater, "try again");
  }
}

/** Who wants to connect, by ticket, bearer token or cookie; no object is touched before that is clear. */
async function identify(c: AppContext): Promise<Visitor> {
  const secrets = secretsOf(c.env);
  const ticket = c.req.query("ticket");
  if (ticket !== undefined) {
    const claims: TicketClaims | undefined = await verifyTicket(secrets, ticket);
    if (!claims) throw new Refusal(CLOSE.badTicket, "ticket expired or forged");
    return { claims, ticket: { id: claims.id, expiresAt: claims.expiresAt } };
  }
  const credential = credentialOf(c);
  if (!credential) throw new Refusal(CLOSE.notSignedIn, "not signed in");
  // A browser sends the cookie along with a socket that any page opens.
  if (credential.kind === "cookie" && !isOwnOrigin(c.req.raw)) throw new Refusal(CLOSE.forbidden, "foreign origin");
  const claims = await verifySession(secrets, credential.token);
  if (!claims) throw new Refusal(CLOSE.notSignedIn, "not signed in");
  return { claims, ticket: undefined };
}

async function requireSession(
  c: AppContext,
  { userId }: SessionClaims,
  found: SignedIn | undefined,
): Promise<SignedIn> {
  if (!found) {
    if (await isBanned(c.var.db, userId)) throw new Refusal(CLOSE.forbidden, "banned");
    throw new Refusal(CLOSE.notSignedIn, "not signed in");
  }
  touchIfDue(c, found);
  return found;
}

function isUpgrade(c: AppContext): boolean {
  return c.req.header("upgrade")?.toLowerCase() === "websocket";
}

function upgradeRequired(): Response {
  const headers = { ...SECURITY_HEADERS, upgrade: "websocket" };
  return new Response("Connect with a WebSocket.\n", { status: 426, headers });
}
