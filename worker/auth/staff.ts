/** Those who look after the community. To everybody else what is theirs is not there. */
import type { AppContext } from "../app-env.ts";
import type { By } from "../db/moderation.ts";
import { findUser, type UserRow } from "../db/users.ts";
import { notFound, ProtocolError } from "../errors.ts";
import type { Role } from "../protocol.ts";
import { isAbove, isAdmin, isModerator } from "./access.ts";
import { credentialOf, requireNoTimeout, requireUser } from "./caller.ts";
import { isOperator } from "./operator.ts";

/** Who acts, and as what. `actorId`: null is the operator at the command line, who is above everybody. */
export interface Staff {
  actorId: string | null;
  role: Role | "operator";
}

/** @throws `not_found` for who is no moderator */
export async function requireModerator(c: AppContext): Promise<Staff> {
  const staff = await requireStaff(c);
  if (staff.role !== "operator" && !isModerator({ role: staff.role })) throw notFound();
  return staff;
}

/** @throws `not_found` for who is no administrator */
export async function requireAdmin(c: AppContext): Promise<Staff> {
  const staff = await requireStaff(c);
  if (!mayAdminister(staff)) throw notFound();
  return staff;
}

export function mayAdminister({ role }: Staff): boolean {
  return role === "operator" || isAdmin({ role });
}

/** @throws `forbidden` where `role` is not below the actor's own */
export function requireBelow(actor: Staff, role: Role): void {
  if (actor.role === "operator" || isAbove({ role: actor.role }, { role })) return;
  throw new ProtocolError("forbidden", "That takes a higher role than yours.");
}

/**
 * Whom `actor` is about to act on.
 * @throws `not_found`; `forbidden` for who is of the same rank or above
 */
export async function requireSubject(c: AppContext, actor: Staff, userId: string): Promise<UserRow> {
  const subject = await findUser(c.var.db, userId);
  if (!subject) throw notFound();
  requireBelow(actor, subject.role);
  return subject;
}

/** For the audit log. */
export function by({ actorId }: Staff): By {
  return { actorId, at: Date.now() };
}

async function requireStaff(c: AppContext): Promise<Staff> {
  const credential = credentialOf(c);
  if (credential?.kind === "bearer" && (await isOperator(c.var.db, credential.token, Date.now()))) {
    return { actorId: null, role: "operator" };
  }
  const caller = await requireUser(c);
  const { user } = caller;
  if (c.req.method !== "GET") requireNoTimeout(caller);
  return { actorId: user.id, role: user.role };
}
