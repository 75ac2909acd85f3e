import type { Member, MemberRole } from "../../worker/protocol.ts";

const RANK: Record<MemberRole, number> = { member: 0, moderator: 1, owner: 2 };

/** What somebody may do in a group by their role; the server holds it, the page offers no more than that. */
export function rightsOf(role: MemberRole | undefined) {
  const isOwner = role === "owner";
  const isModerator = isOwner || role === "moderator";
  return {
    mayRename: isOwner,
    mayPublish: isOwner,
    mayDelete: isOwner,
    maySetRoles: isOwner,
    mayChangeTopic: isModerator,
    mayAdd: isModerator,
    mayInvite: isModerator,
  };
}

/** Owner and moderators remove those below them. */
export function mayRemove(role: MemberRole | undefined, other: MemberRole): boolean {
  return role !== undefined && RANK[role] > RANK[other];
}

/** What becomes of a group when somebody leaves it: it goes on, somebody else owns it, or it is gone. */
export type AfterLeaving = { kind: "stays" } | { kind: "inherited"; heir: Member } | { kind: "gone" };

/** `members` in the protocol's order: the owner, then moderators, then the others, each by how long they have been in it. */
export function afterLeaving(role: MemberRole | undefined, userId: string, members: readonly Member[]): AfterLeaving {
  const [heir] = members.filter(({ id }) => id !== userId);
  if (heir === undefined) return { kind: "gone" };
  return role === "owner" ? { kind: "inherited", heir } : { kind: "stays" };
}
