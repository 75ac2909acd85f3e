/** Where passwords are tried and accounts made: each attempt is counted in an object before it reaches the hash. */
import type { AppContext } from "../app-env.ts";
import { auditEntry } from "../db/audit.ts";
import type { UserRow } from "../db/users.ts";
import { limitsOf } from "../env.ts";
import { ProtocolError, rateLimited } from "../errors.ts";
import { findGate } from "../gate/find-gate.ts";
import type { Gate, PasswordTry } from "../gate/gate.ts";
import { allowInIsolate } from "./rate.ts";

/** A flood from one address ends here, in the isolate, before it costs a call; far above what the exact counts let pass. */
const COARSE = 20;

/**
 * Counts a sign-up for the address.
 * @throws `rate_limited`
 */
export async function admitSignUp(c: AppContext): Promise<void> {
  await admit(c, "sign-up");
}

/**
 * Counts somebody who comes with a link to another password, like a login.
 * @throws `rate_limited`
 */
export async function admitReset(c: AppContext): Promise<void> {
  await admit(c, "login");
}

/** Hashes the password of a new account, where those of that name are tried later. */
export async function hashForSignUp(c: AppContext, username: string, password: string): Promise<string> {
  return findGate(c.env, `name:${username}`).hash(password);
}

/** Somebody signed up from here: from now on they are known here by that name. */
export function knowNetwork(c: AppContext, username: string): void {
  c.executionCtx.waitUntil(findGate(c.env, `name:${username}`).know(networkOf(c)));
}

/** The networks that are known for a name, and when somebody last signed in from each, in ms. */
export async function recallNetworks(c: AppContext, username: string): Promise<Record<string, number>> {
  return findGate(c.env, `name:${username}`).known();
}

/**
 * Tries a password for a name, whether or not there is such an account: answer, work and counting are the same. Counted for the address and for the
 * name; a success counts for neither.
 * @returns the gate that hashes for this account, or `undefined` where the password does not fit
 * @throws `rate_limited`
 */
export async function tryLogin(
  c: AppContext,
  username: string,
  password: string,
  user: UserRow | undefined,
): Promise<DurableObjectStub<Gate> | undefined> {
  const address = await admit(c, "login");
  const gate = findGate(c.env, `name:${username}`);
  const fits = await tryPassword(c, gate, user, { password, stored: user?.passwordHash, from: networkOf(c) });
  if (!fits || !user) return undefined;
  c.executionCtx.waitUntil(address.forgive());
  return gate;
}

/**
 * Asks somebody who is signed in for their password. Counted apart from logins: only who has a session of that account comes this
 * far, so nobody outside can use up the owner's attempts.
 * @returns the gate that hashes for this account
 * @throws `forbidden` for a wrong one, `rate_limited`
 */
export async function requirePassword(
  c: AppContext,
  user: UserRow,
  password: string,
): Promise<DurableObjectStub<Gate>> {
  const gate = findGate(c.env, `account:${user.id}`);
  if (!(await tryPassword(c, gate, user, { password, stored: user.passwordHash }))) throw wrongPassword();
  return gate;
}

export const wrongPassword = () => new ProtocolError("forbidden", "This is not the password.");

async function tryPassword(
  c: AppContext,
  gate: DurableObjectStub<Gate>,
  user: UserRow | undefined,
  { password, ...given }: Omit<PasswordTry, "perMinute">,
): Promise<boolean> {
  const perMinute = limitsOf(c.env).AUTH_PER_MINUTE;
  const tried = { ...given, password: password.normalize("NFC"), perMinute };
  const { waitMs, isFirst, fits } = await gate.tryPassword(tried);
  if (isFirst && user) {
    // One entry for each wait, however many try meanwhile.
    const act = { at: Date.now(), action: "login_locked", actorId: null, userId: user.id, detail: { waitMs } } as const;
    c.executionCtx.waitUntil(auditEntry(c.var.db, act).then(() => undefined));
  }
  if (waitMs > 0) throw rateLimited(waitMs);
  return fits;
}

async function admit(c: AppContext, what: "login" | "sign-up"): Promise<DurableObjectStub<Gate>> {
  const perMinute = limitsOf(c.env).AUTH_PER_MINUTE;
  const name = `${what}:${networkOf(c)}`;
  allowInIsolate(name, COARSE * perMinute);
  const gate = findGate(c.env, name);
  const waitMs = await gate.admit(perMinute);
  if (waitMs > 0) throw rateLimited(waitMs);
  return gate;
}

/** Where a request comes from: the address, or of an IPv6 address its first 64 bits, since the rest is the customer's to choose. */
function networkOf(c: AppContext): string {
  const address = c.req.header("cf-connecting-ip") ?? "unknown";
  if (!address.includes(":")) return address;
  const [head = "", tail = ""] = address.split("::");
  const left = head.split(":").filter(Boolean);
  const right = tail.split(":").filter(Boolean);
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => "0");
  return [...left, ...zeros, ...right].slice(0, 4).join(":");
}
