/** Those who look after the community. To everybody else what is theirs is not there. */
import type { AppContext } from "../app-env.ts";
import type { SignedIn } from "../db/sessions.ts";
import { findUser, type UserRow } from "../db/users.ts";
import { notFound, ProtocolError } from "../errors.ts";
import { isAbove, isAdmin, isModerator } from "./access.ts";
import { requireUser } from "./caller.ts";

/** @throws `not_found` for who is no moderator */
export async function requireModerator(c: AppContext): Promise<SignedIn> {
  const signedIn = await requireUser(c);
  if (!isModerator(signedIn.user)) throw notFound();
  return signedIn;
}

/** @throws `not_found` for who is no administrator */
export async function requireAdmin(c: AppContext): Promise<SignedIn> {
  const signedIn = await requireUser(c);
  if (!isAdmin(signedIn.user)) throw notFound();
  return signedIn;
}

/**
 * Whom `actor` is about to act on.
 * @throws `not_found`; `forbidden` for who is of the same rank or above
 */
export async function requireSubject(c: AppContext, actor: UserRow, userId: string): Promise<UserRow> {
  const subject = await findUser(c.var.db, userId);
  if (!subject) throw notFound();
  if (!isAbove(actor, subject))
    throw new ProtocolError("forbidden", "They have the same role as you, or a higher one.");
  return subject;
}
