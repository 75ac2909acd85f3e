import { Hono } from "hono";
import type * as v from "valibot";
import { type App, type AppContext, toTheEnd } from "../app-env.ts";
import { requireOwnOrigin, requireUser, startSession } from "../auth/caller.ts";
import {
  admitReset,
  admitSignUp,
  hashForSignUp,
  knowNetwork,
  requirePassword,
  tryLogin,
  wrongPassword,
} from "../auth/gates.ts";
import { hashOf } from "../auth/operator.ts";
import { isOutdated } from "../auth/passwords.ts";
import { allow } from "../auth/rate.ts";
import { isReservedName } from "../auth/reserved-names.ts";
import { signTicket } from "../auth/tokens.ts";
import { readCommunity } from "../db/community.ts";
import { isResetOpen, resetPassword } from "../db/password-resets.ts";
import { changePassword, insertSession, newSession } from "../db/sessions.ts";
import { isGoodInvite } from "../db/sign-up-invites.ts";
import {
  findUserByUsername,
  insertUser,
  isNameTaken,
  meOf,
  notInvited,
  renewPasswordHash,
  type UserRow,
} from "../db/users.ts";
import { secretsOf } from "../env.ts";
import { ProtocolError } from "../errors.ts";
import { findGate } from "../gate/find-gate.ts";
import type { Gate } from "../gate/gate.ts";
import { newId } from "../ids.ts";
import { logError } from "../log.ts";
import { isMovingIn } from "../moving/in.ts";
import { GLOBAL_ROOM_ID, LoginInput, PasswordInput, RegisterInput, ResetInput } from "../protocol.ts";
import { readJson } from "./input.ts";

export const auth = new Hono<App>();

auth.post("/register", async (c) => {
  const input = await readJson(c, RegisterInput);
  if (input.session !== "token") refuseForeignPages(c);
  await admitSignUp(c);
  const { username } = input;
  // Asked before the hash, which costs more: whether a name is taken is no secret.
  if (isReservedName(username) || (await isNameTaken(c.var.db, username))) throw taken();
  const invite = await requireInvite(c, input.invite);
  return await toTheEnd(c, () => signUp(c, input, invite));
});

/** Makes the account and its first session. */
async function signUp(
  c: AppContext,
  input: v.InferOutput<typeof RegisterInput>,
  invite: string | undefined,
): Promise<Response> {
  const { username, displayName = username } = input;
  const [passwordHash, globalSeq] = await Promise.all([
    hashForSignUp(c, username, input.password),
    c.env.ROOM.getByName(GLOBAL_ROOM_ID).lastSeq(),
  ]);
  const now = Date.now();
  const user = { id: newId(), username, displayName, passwordHash, createdAt: now };
  const session = newSession(newId(), user.id, c.req.header("user-agent") ?? "", now);
  const row = await insertUser(c.var.db, user, session, globalSeq, invite);
  if (!row) throw taken();
  knowNetwork(c, username);
  const started = await startSession(c, { userId: user.id, sessionId: session.id }, input.session);
  return c.json({ user: meOf(row), ...started }, 201);
}

auth.post("/login", async (c) => {
  const input = await readJson(c, LoginInput);
  if (input.session !== "token") refuseForeignPages(c);
  const username = input.username.normalize("NFKC").toLowerCase();
  const row = await findUserByUsername(c.var.db, username);
  // Before anything is written down about it: an audit log that moves in begins with its own first entry.
  if (await isMovingIn(c.var.db)) throw movingIn();
  const gate = await tryLogin(c, username, input.password, row);
  if (!row || !gate) throw wrongPair();
  // Said to who knows the password, and to nobody else.
  if (row.bannedAt !== null) throw new ProtocolError("forbidden", "This account is banned.");
  const passwordHash = await renewIfOutdated(c, gate, row, input.password);
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
    const ended = await changePassword(c.var.db, change, Date.now());
    // Somebody was faster: what was just proved is not the password any more.
    if (!ended) throw wrongPassword();
    await endSockets(c, user.id, ended);
  });
  return c.body(null, 204);
});

auth.post("/reset", async (c) => {
  refuseForeignPages(c);
  const { token, newPassword } = await readJson(c, ResetInput);
  await admitReset(c);
  const [userId = ""] = token.split(".");
  const tokenHash = await hashOf(token);
  // Asked before the hash of the password, which costs more.
  if (!(await isResetOpen(c.var.db, userId, tokenHash, Date.now()))) throw linkIsOver();
  const passwordHash = await findGate(c.env, `account:${userId}`).hash(newPassword);
  await toTheEnd(c, async () => {
    const ended = await resetPassword(c.var.db, { userId, tokenHash, passwordHash }, Date.now());
    if (!ended) throw linkIsOver();
    await endSockets(c, userId, ended);
  });
  return c.body(null, 204);
});

auth.post("/ticket", async (c) => {
  const { user, sessionId } = await requireUser(c, "tickets");
  const [ticket] = await Promise.all([
    signTicket(secretsOf(c.env), { userId: user.id, sessionId }, Date.now()),
    allow(c, "tickets", user.id),
  ]);
  return c.json(ticket);
});

/**
 * Closes what sessions that have ended had open. The password is another one already, and asking again would be refused: where a room
 * cannot be told now it is told later, the inbox has it in writing.
 */
async function endSockets(c: AppContext, userId: string, sessionIds: string[]): Promise<void> {
  const end = async () => void (await c.env.INBOX.getByName(userId).endSessions(sessionIds));
  await end()
    .catch(end)
    .catch((error: unknown) => logError("sockets not closed", error, { userId }));
}

/** @returns the invite that is to be used up, where one is needed. @throws `forbidden` */
async function requireInvite(c: AppContext, code: string | undefined): Promise<string | undefined> {
  if (await isMovingIn(c.var.db)) throw movingIn();
  if ((await readCommunity(c.var.db)).signUp === "open") return undefined;
  if (code !== undefined && (await isGoodInvite(c.var.db, code, Date.now()))) return code;
  throw notInvited();
}

/** A page elsewhere must not sign its visitors in here as somebody else. */
function refuseForeignPages(c: AppContext): void {
  if (c.req.header("origin") !== undefined) requireOwnOrigin(c);
}

/** The hash that stands: where its parameters are of yesterday, made anew while the password is at hand. */
async function renewIfOutdated(
  c: AppContext,
  gate: DurableObjectStub<Gate>,
  user: UserRow,
  password: string,
): Promise<string> {
  if (!isOutdated(user.passwordHash)) return user.passwordHash;
  const renewed = await gate.hash(password.normalize("NFC"));
  await renewPasswordHash(c.var.db, { userId: user.id, from: user.passwordHash, to: renewed });
  return renewed;
}

const movingIn = () => new ProtocolError("unavailable", "A community is moving in. Come back when it is here.");
const linkIsOver = () => new ProtocolError("forbidden", "This link was used, replaced, or is too old.");
const taken = () => new ProtocolError("conflict", "This username is taken.");
const wrongPair = () => new ProtocolError("unauthenticated", "Username and password do not match.");
