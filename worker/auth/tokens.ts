/**
 * What a caller shows: a session token (which row of `sessions`), or a ticket (one socket, within a minute).
 * Both are JWTs of ours. The signature turns garbage away without a look into D1; the row says whether a session still stands.
 */
import { errors, type JWTPayload, jwtVerify, SignJWT } from "jose";
import { newId } from "../ids.ts";

const ISSUER = "confab";
const ALGORITHM = "HS256";
const TICKET_LIFETIME_MS = 60_000;
/** The clocks of two machines differ by less. */
const CLOCK_SKEW_S = 60;

export interface SessionClaims {
  userId: string;
  sessionId: string;
}
/** `id` makes it spendable once at each object; `expiresAt` is in ms. */
export interface TicketClaims extends SessionClaims {
  id: string;
  expiresAt: number;
}

interface Key {
  id: string;
  key: CryptoKey;
}
const keysBySecret = new Map<string, Promise<Key>>();

/** `secrets` newest first, as `secretsOf` gives them. */
export async function signSession(secrets: string[], { userId, sessionId }: SessionClaims): Promise<string> {
  return sign(secrets, "session", userId, { sid: sessionId });
}

export async function signTicket(secrets: string[], claims: SessionClaims, now: number) {
  // A JWT knows whole seconds only: what is announced is what is in it.
  const exp = Math.floor((now + TICKET_LIFETIME_MS) / 1000);
  const payload = { sid: claims.sessionId, jti: newId(), exp };
  return { ticket: await sign(secrets, "socket", claims.userId, payload), expiresAt: exp * 1000 };
}

/** `undefined` for whatever is not a session token of ours. `isRetiring`: signed with the older one of two keys. */
export async function verifySession(
  secrets: string[],
  token: string,
): Promise<(SessionClaims & { isRetiring: boolean }) | undefined> {
  const { payload, isRetiring } = (await verify(secrets, "session", token)) ?? {};
  const { sub, sid } = payload ?? {};
  if (typeof sub !== "string" || typeof sid !== "string") return undefined;
  return { userId: sub, sessionId: sid, isRetiring: isRetiring === true };
}

/** `undefined` for whatever is not a ticket of ours, an expired one included. */
export async function verifyTicket(secrets: string[], ticket: string): Promise<TicketClaims | undefined> {
  const { sub, sid, jti, exp } = (await verify(secrets, "socket", ticket))?.payload ?? {};
  if (typeof sub !== "string" || typeof sid !== "string" || typeof jti !== "string" || exp === undefined)
    return undefined;
  return { userId: sub, sessionId: sid, id: jti, expiresAt: exp * 1000 };
}

async function sign(secrets: string[], audience: string, subject: string, payload: JWTPayload): Promise<string> {
  const { id, key } = await keyOf(secrets[0] ?? "");
  return new SignJWT(payload)
    .setProtectedHeader({ alg: ALGORITHM, kid: id })
    .setIssuer(ISSUER)
    .setAudience(audience)
    .setSubject(subject)
    .setIssuedAt()
    .sign(key);
}

async function verify(
  secrets: string[],
  audience: string,
  token: string,
): Promise<{ payload: JWTPayload; isRetiring: boolean } | undefined> {
  const keys = await Promise.all(secrets.map(keyOf));
  try {
    const { payload, protectedHeader } = await jwtVerify(
      token,
      ({ kid }) => {
        const known = keys.find(({ id }) => id === kid);
        if (!known) throw new errors.JWKSNoMatchingKey();
        return known.key;
      },
      { algorithms: [ALGORITHM], issuer: ISSUER, audience, requiredClaims: ["sub", "iat"] },
    );
    // Whoever could sign ahead of time could keep a token for later.
    if ((payload.iat ?? 0) > Date.now() / 1000 + CLOCK_SKEW_S) return undefined;
    return { payload, isRetiring: protectedHeader.kid !== keys[0]?.id };
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) return undefined;
    throw error;
  }
}

/** The key's id follows from the secret, so rotating it is a matter of the secret alone. */
function keyOf(secret: string): Promise<Key> {
  const known = keysBySecret.get(secret);
  if (known) return known;
  const made = makeKey(secret);
  keysBySecret.set(secret, made);
  return made;
}

async function makeKey(secret: string): Promise<Key> {
  const bytes = new TextEncoder().encode(secret);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const id = Array.from(digest.subarray(0, 4), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
  return { id, key };
}
