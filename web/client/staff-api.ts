import * as v from "valibot";
import {
  AdminHealth,
  AuditAnswer,
  AuditEntry,
  type InviteInput,
  PeopleAnswer,
  type PersonRecord,
  PersonRecordAnswer,
  type ReportOutcome,
  ReportsAnswer,
  ResetLinkAnswer,
  type Role,
  RoomRecordsAnswer,
  SettingsAnswer,
  type SignUpInvite,
  SignUpInviteAnswer,
  SignUpInvitesAnswer,
} from "../../worker/protocol.ts";
import type { Http } from "./http.ts";

const Nothing = v.undefined();

// An action that came later than this page is no reason to show nothing of the log.
const AuditRecord = v.object({ ...AuditEntry.entries, action: v.string() });
const AuditRecords = v.object({ ...AuditAnswer.entries, entries: v.array(AuditRecord) });
/** An entry of the audit log, whatever it tells of. */
export type AuditRecord = v.InferOutput<typeof AuditRecord>;

/** How much of what somebody wrote goes with them. */
export type Purge = "none" | "day" | "all";

/**
 * The calls of those who look after the community. All reject with `ApiError`: `not_found` for everybody else, `forbidden` for acts on
 * people of the same rank or above. Lists come in pages; `cursor` gets the next one.
 */
export type StaffApi = ReturnType<typeof createStaffApi>;

export function createStaffApi(http: Http) {
  const person = (userId: string, rest = "") => `/api/moderation/people/${encodeURIComponent(userId)}${rest}`;
  const admin = (rest: string) => `/api/admin/${rest}`;
  return {
    /** The latest first. */
    reports: (query: { state: "open" | "closed"; cursor?: string; limit?: number }): Promise<ReportsAnswer> =>
      http("/api/moderation/reports", ReportsAnswer, { query }),
    /** With `deleteMessage` the message goes, too. */
    closeReport: (id: string, how: { outcome: ReportOutcome; deleteMessage?: boolean }) =>
      http(`/api/moderation/reports/${encodeURIComponent(id)}`, Nothing, { method: "POST", body: how }),
    /** By username. */
    people: (query: { q?: string; only?: string; cursor?: string }): Promise<PeopleAnswer> =>
      http("/api/moderation/people", PeopleAnswer, { query }),
    person: async (userId: string): Promise<PersonRecord> => (await http(person(userId), PersonRecordAnswer)).person,
    /** Ends their sessions at once; what they wrote is taken out in the background. */
    ban: (userId: string, how: { reason: string; purge: Purge }) =>
      http(person(userId, "/ban"), Nothing, { method: "PUT", body: how }),
    liftBan: (userId: string) => http(person(userId, "/ban"), Nothing, { method: "DELETE" }),
    purge: (userId: string, how: { reason: string; purge: Purge }) =>
      http(person(userId, "/purge"), Nothing, { method: "POST", body: how }),
    timeOut: (userId: string, how: { forMs: number; reason: string }) =>
      http(person(userId, "/timeout"), Nothing, { method: "PUT", body: how }),
    liftTimeout: (userId: string) => http(person(userId, "/timeout"), Nothing, { method: "DELETE" }),
    /** `global` and all groups, the latest message first. */
    rooms: (query: { cursor?: string; limit?: number }): Promise<RoomRecordsAnswer> =>
      http("/api/moderation/rooms", RoomRecordsAnswer, { query }),
    /** `slowMode` in seconds. */
    restrict: (roomId: string, patch: { slowMode?: number; locked?: boolean }) =>
      http(`/api/moderation/rooms/${encodeURIComponent(roomId)}`, Nothing, { method: "PATCH", body: patch }),
    /** The latest first; `userId` is who did it, or to whom it was done. */
    audit: (query: { userId?: string; action?: string; cursor?: string; limit?: number }) =>
      http("/api/moderation/audit", AuditRecords, { query }),
    // From here on for administrators.
    setRole: (userId: string, role: Role) =>
      http(admin(`people/${encodeURIComponent(userId)}/role`), Nothing, { method: "PUT", body: { role } }),
    /** The token is told this once. */
    makeResetLink: (userId: string): Promise<ResetLinkAnswer> =>
      http(admin(`people/${encodeURIComponent(userId)}/reset-link`), ResetLinkAnswer, { method: "POST" }),
    settings: (): Promise<SettingsAnswer> => http(admin("settings"), SettingsAnswer),
    changeSettings: (patch: { name?: string; signUp?: "open" | "invite" }): Promise<SettingsAnswer> =>
      http(admin("settings"), SettingsAnswer, { method: "PATCH", body: patch }),
    invites: async (): Promise<SignUpInvite[]> => (await http(admin("invites"), SignUpInvitesAnswer)).invites,
    makeInvite: async (limits: InviteInput): Promise<SignUpInvite> =>
      (await http(admin("invites"), SignUpInviteAnswer, { method: "POST", body: limits })).invite,
    endInvite: (code: string) => http(admin(`invites/${encodeURIComponent(code)}`), Nothing, { method: "DELETE" }),
    health: (): Promise<AdminHealth> => http(admin("health"), AdminHealth),
  };
}
