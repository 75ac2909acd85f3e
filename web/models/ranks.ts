import type { Role } from "../../worker/protocol.ts";

/** Whether somebody runs the community. */
export function mayAdminister({ role }: { role: Role }): boolean {
  return role === "admin" || role === "owner";
}

const RANK: Record<Role, number> = { member: 0, moderator: 1, admin: 2, owner: 3 };

/** Whether `one` may act on `other`: only ever downwards. */
export function isAbove(one: { role: Role }, other: { role: Role }): boolean {
  return RANK[one.role] > RANK[other.role];
}
