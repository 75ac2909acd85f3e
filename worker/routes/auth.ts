import { Hono } from "hono";
import type { App, AppContext } from "../app-env.ts";
import { clearSessionCookie, credentialOf, requireOwnOrigin, requireUser, startSession } from "../auth/caller.ts";
import { isOutdated } from "../auth/passwords.ts";
import { allowPerMinute } from "../auth/rate.ts";
import { signTicket } from "../auth/tokens.ts";
import { deleteSession, insertSession, newSession } from "../db/sessions.ts";
import { findUserByUsername, insertUser, meOf, updateUser } from "../db/users.ts";
import { limitsOf, secretsOf } from "../env.ts";
import { ProtocolError, rateLimited } from "../errors.ts";
import { newId } from "../ids.ts";
import { GLOBAL_ROOM_ID, LoginInput, RegisterInput } from "../protocol.ts";
import { readJson } from "./input.ts";

export const auth = new Hono<App>();

auth.post("/register", async (c) => {
  const input = await readJson(c, RegisterInput);
  if (input.session !== "token") refuseForeignPages(c);
  const gate = await passGates(c, input.username);
  const [passwordHash, globalSeq] = await Promise.all([
    gate.hash(input.password),
    c.env.ROOM.getByName(GLOBAL_ROOM_ID).lastSeq(),
  ]);
  const now = Date.now();
  const { username, displayName = username } = input;
  const user = { id: newId(), username, displayName, passwordHash, createdAt: now };
  const session = newSession(newId(), user.id, c.req.header("user-agent") ?? "", now);
  const row = await insertUser(c.var.db, user, session, globalSeq);
  if (!row) throw new ProtocolError("conflict", "This username is taken.");
  // For the address a sign-up counts; for the name nothing was guessed.
  await gate.forgive();
  const started = await startSession(c, { userId: user.id, sessionId: session.id }, input.session);
  return c.json({ user: meOf(row), ...started }, 201);
});

auth.post("/login", async (c) => {
  const input = await readJson(c, LoginInput);
  if (input.session !== "token") refuseForeignPages(c);
  const username = input.username.normalize("NFKC").toLowerCase();
  const gate = await passGates(c, username);
  const row = await findUserByUsername(c.var.db, username);
  // The hash runs for a name that does not exist, too: neither the answer nor its time tells who is here.
  const password = input.password.normalize("NFC");
  const fits = await gate.verify(password, row?.passwordHash);
  if (!row || !fits) throw new ProtocolError("unauthenticated", "Username and password do not match.");
  await forgiveGates(c, username);
  if (isOutdated(row.passwordHash)) {
    await updateUser(c.var.db, row, { passwordHash: await gate.hash(password) });
  }
  const session = newSession(newId(), row.id, c.req.header("user-agent") ?? "", Date.now());
  await insertSession(c.var.db, session);
  const started = await startSession(c, { userId: row.id, sessionId: session.id }, input.session);
  return c.json({ user: meOf(row), ...started });
});

auth.post("/logout", async (c) => {
  const { user, sessionId } = await requireUser(c);
  await deleteSession(c.var.db, sessionId);
  await c.env.INBOX.getByName(user.id).endSession(sessionId);
  if (credentialOf(c)?.kind === "cookie") clearSessionCookie(c);
  return c.body(null, 204);
});

auth.post("/ticket", async (c) => {
  const { user, sessionId } = await requireUser(c);
  allowPerMinute("tickets", user.id, limitsOf(c.env).TICKETS_PER_MINUTE);
  return c.json(await signTicket(secretsOf(c.env), { userId: user.id, sessionId }, Date.now()));
});

/** A page elsewhere must not sign its visitors in here as somebody else. */
function refuseForeignPages(c: AppContext): void {
  if (c.req.header("origin") !== undefined) requireOwnOrigin(c);
}

/** Counts an attempt for the address and for the name, and returns the gate of the name, where the hashing is done. */
async function passGates(c: AppContext, username: string) {
  const perMinute = limitsOf(c.env).AUTH_PER_MINUTE;
  const gates = gatesOf(c, username);
  for (const gate of [gates.address, gates.name]) {
    const wait = await gate.admit(perMinute);
    if (wait > 0) throw rateLimited(wait);
  }
  return gates.name;
}

async function forgiveGates(c: AppContext, username: string): Promise<void> {
  const { address, name } = gatesOf(c, username);
  await Promise.all([address.forgive(), name.forgive()]);
}

function gatesOf(c: AppContext, username: string) {
  const address = c.req.header("cf-connecting-ip") ?? "unknown";
  return {
    address: c.env.GATE.getByName(`address:${networkOf(address)}`),
    name: c.env.GATE.getByName(`name:${username.slice(0, 64)}`),
  };
}

/** Of an IPv6 address the first 64 bits: the rest is the customer's to choose. */
function networkOf(address: string): string {
  if (!address.includes(":")) return address;
  const [head = "", tail = ""] = address.split("::");
  const left = head.split(":").filter(Boolean);
  const right = tail.split(":").filter(Boolean);
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => "0");
  return [...left, ...zeros, ...right].slice(0, 4).join(":");
}
