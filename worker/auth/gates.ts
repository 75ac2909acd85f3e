/** Where passwords are tried: each attempt is counted, for the address and for the name, before it reaches the hash. */
import type { AppContext } from "../app-env.ts";
import type { UserRow } from "../db/users.ts";
import { limitsOf } from "../env.ts";
import { ProtocolError, rateLimited } from "../errors.ts";
import type { Gate } from "../gate/gate.ts";

/**
 * Counts an attempt for the address and for the name, and returns the gate of the name, where the hashing is done.
 * @throws `rate_limited`
 */
export async function passGates(c: AppContext, username: string): Promise<DurableObjectStub<Gate>> {
  const gates = gatesOf(c, username);
  await pass(c, gates.address);
  await pass(c, gates.name);
  return gates.name;
}

/** The attempt was a success: it does not count. */
export async function forgiveGates(c: AppContext, username: string): Promise<void> {
  const { address, name } = gatesOf(c, username);
  await Promise.all([address.forgive(), name.forgive()]);
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
  const gate = c.env.GATE.getByName(`account:${user.id}`);
  await pass(c, gate);
  if (!(await gate.verify(password.normalize("NFC"), user.passwordHash))) throw wrongPassword();
  await gate.forgive();
  return gate;
}

export const wrongPassword = () => new ProtocolError("forbidden", "This is not the password.");

async function pass(c: AppContext, gate: DurableObjectStub<Gate>): Promise<void> {
  const wait = await gate.admit(limitsOf(c.env).AUTH_PER_MINUTE);
  if (wait > 0) throw rateLimited(wait);
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
