import { Hono } from "hono";
import { type App, type AppContext, toTheEnd } from "../app-env.ts";
import { requireOwnOrigin, requireUser, startSession } from "../auth/caller.ts";
import { forgiveGates, passGates, requirePassword, wrongPassword } from "../auth/gates.ts";
import { isOutdated } from "../auth/passwords.ts";
import { allowPerMinute } from "../auth/rate.ts";
import { isReservedName } from "../auth/reserved-names.ts";
import { signTicket } from "../auth/tokens.ts";
import { changePassword, insertSession, newSession } from "../db/sessions.ts";
import { findUserByUsername, insertUser, meOf, renewPasswordHash } from "../db/users.ts";
import { limitsOf, secretsOf } from "../env.ts";
import { ProtocolError, valueIn } from "../errors.ts";
import { newId } from "../ids.ts";
import { GLOBAL_ROOM_ID, LoginInput, PasswordInput, RegisterInput } from "../protocol.ts";
import { readJson } from "./input.ts";

export const auth = new Hono<App>();

auth.post("/register", async (c) => {
  const input = await readJson(c, RegisterInput);
  if (input.session !== "token") refuseForeignPages(c);
  if (isReservedName(input.username)) throw taken();
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
  if (!row) throw taken();
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
  if (!row || !fits) throw wrongPair();
  await forgiveGates(c, username);
  let { passwordHash } = row;
  if (isOutdated(passwordHash)) {
    const renewed = await gate.hash(password);
    await renewPasswordHash(c.var.db, { userId: row.id, from: passwordHash, to: renewed });
    passwordHash = renewed;
  }
  const session = newSession(newId(), row.id, c.req.header("user-agent") ?? "", Date.now());
  if (!(await insertSession(c.var.db, session, passwordHash))) throw wrongPair();
  const started = await startSession(c, { userId: row.id, sessionId: session.id }, input.session);
  return c.json({ user: meOf(row), ...started });
});

auth.post("/password", async (c) => {
  const { user, sessionId } = await requireUser(c);
  const { currentPassword, newPassword } = await readJson(c, PasswordInput);
  const gate = await requirePassword(c, user, currentPassword);
  const to = await gate.hash(newPassword);
  await toTheEnd(c, async () => {
    const change = { userId: user.id, from: user.passwordHash, to, keptSessionId: sessionId };
    const ended = await changePassword(c.var.db, change);
    // Somebody was faster: what was just proved is not the password any more.
    if (!ended) throw wrongPassword();
    valueIn(await c.env.INBOX.getByName(user.id).endSessions(ended));
  });
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

const taken = () => new ProtocolError("conflict", "This username is taken.");
const wrongPair = () => new ProtocolError("unauthenticated", "Username and password do not match.");
