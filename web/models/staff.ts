import type { Role } from "../../worker/protocol.ts";

/** Whether somebody looks after the whole community. */
export function mayModerate({ role }: { role: Role }): boolean {
  return role !== "member";
}
