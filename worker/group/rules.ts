/** What may be done to a group, by whom, and what comes of it. Knows no storage and no clock. */
import { blocked, notFound, ProtocolError } from "../errors.ts";
import { LIMITS, type MemberRole, type RoomPatch } from "../protocol.ts";

/** What a group is called; without a topic it is "". */
export interface Description {
  name: string;
  topic: string;
  isPublic: boolean;
}

/** Who is in a group, in the order in which they came. */
export type Roles = ReadonlyMap<string, { role: MemberRole }>;

export type GroupChange =
  | { type: "describe"; patch: RoomPatch }
  /** Adds somebody, or gives a member another role. Whoever adds themself joins. `isApart`: one of the two blocks the other. */
  | { type: "put"; userId: string; role?: MemberRole | undefined; isApart?: boolean }
  /** Somebody comes in who was invited. */
  | { type: "join" }
  | { type: "remove"; userId: string }
  | { type: "delete" };

/** What is different from now on. With `isDeleted` the group is gone, and with it everybody's place. */
export interface Effects {
  description?: Description;
  /** By user id; null for those who are out. */
  roles?: Map<string, MemberRole | null>;
  isDeleted?: boolean;
}

/**
 * What `change` does when `by` asks for it; nothing where it is like that already.
 * @throws `not_found` where `by` is no member and may not become one, `forbidden`, `conflict`
 */
export function decide(description: Description, roles: Roles, by: string, change: GroupChange): Effects {
  const role = roles.get(by)?.role;
  if (change.type === "join") return role ? {} : entering(roles, by);
  if (!role) {
    const joins = change.type === "put" && change.userId === by && description.isPublic;
    if (!joins) throw notFound();
    if (change.role !== undefined && change.role !== "member") throw forbidden("Whoever joins is a member.");
    return entering(roles, by);
  }
  switch (change.type) {
    case "describe":
      return described(description, role, change.patch);
    case "put":
      return roles.has(change.userId) ? promoted(roles, by, change.userId, change.role) : added(roles, role, change);
    case "remove":
      return removed(roles, by, change.userId);
    case "delete":
      if (role !== "owner") throw forbidden("Only the owner deletes a group.");
      return { isDeleted: true };
  }
}

export function mayModerate(role: MemberRole | undefined): boolean {
  return role === "owner" || role === "moderator";
}

function described(before: Description, role: MemberRole, patch: RoomPatch): Effects {
  const after = {
    name: patch.name ?? before.name,
    topic: patch.topic ?? before.topic,
    isPublic: patch.public ?? before.isPublic,
  };
  if (!mayModerate(role)) throw forbidden("Only the owner and moderators describe a group.");
  const isRenamed = after.name !== before.name || after.isPublic !== before.isPublic;
  if (isRenamed && role !== "owner") throw forbidden("Only the owner renames a group or opens it to everybody.");
  return isRenamed || after.topic !== before.topic ? { description: after } : {};
}

function added(
  roles: Roles,
  role: MemberRole,
  { userId, role: wanted = "member", isApart = false }: Extract<GroupChange, { type: "put" }>,
): Effects {
  if (!mayModerate(role)) throw forbidden("Only the owner and moderators add people.");
  if (isApart) throw blocked();
  if (wanted !== "member" && role !== "owner") throw forbidden("Only the owner gives roles.");
  if (wanted === "owner") throw conflict("Only a member can become the owner.");
  return entering(roles, userId, wanted);
}

function entering(roles: Roles, userId: string, role: MemberRole = "member"): Effects {
  if (roles.size >= LIMITS.membersPerGroup) throw conflict(`A group has at most ${LIMITS.membersPerGroup} members.`);
  return { roles: new Map([[userId, role]]) };
}

function promoted(roles: Roles, by: string, userId: string, wanted: MemberRole | undefined): Effects {
  if (wanted === undefined || roles.get(userId)?.role === wanted) return {};
  if (roles.get(by)?.role !== "owner") throw forbidden("Only the owner gives roles.");
  if (userId === by) throw conflict("A group has an owner: make somebody else the owner first.");
  const changed = new Map([[userId, wanted]]);
  if (wanted === "owner") changed.set(by, "moderator");
  return { roles: changed };
}

function removed(roles: Roles, by: string, userId: string): Effects {
  if (userId === by) return leaving(roles, userId);
  const [own, theirs] = [roles.get(by)?.role, roles.get(userId)?.role];
  if (!mayModerate(own)) throw forbidden("Only the owner and moderators remove people.");
  if (theirs === undefined) return {};
  if (own !== "owner" && mayModerate(theirs))
    throw forbidden("Only the owner removes moderators, and nobody the owner.");
  return { roles: new Map([[userId, null]]) };
}

/** Somebody is out, by their own wish or because their account is gone. The last one out takes the group along. */
export function leaving(roles: Roles, userId: string): Effects {
  const left = roles.get(userId);
  if (!left) return {};
  if (roles.size === 1) return { isDeleted: true };
  const out = new Map<string, MemberRole | null>([[userId, null]]);
  if (left.role === "owner") out.set(heirOf(roles, userId), "owner");
  return { roles: out };
}

/** The moderator who has been there longest, else the member. */
function heirOf(roles: Roles, leaver: string): string {
  const others = Array.from(roles).filter(([userId]) => userId !== leaver);
  const heir = others.find(([, { role }]) => role === "moderator") ?? others[0];
  if (!heir) throw new Error("nobody is left to own the group");
  return heir[0];
}

const forbidden = (detail: string) => new ProtocolError("forbidden", detail);
const conflict = (detail: string) => new ProtocolError("conflict", detail);
