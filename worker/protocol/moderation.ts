/** Keeping the room pleasant: reports, what moderators do, and the log of it. */
import * as v from "valibot";
import { Person, Role, RoomKind } from "./things.ts";
import { Cursor, Seq, Time } from "./values.ts";
import { Reason, RoomName } from "./written.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
/** The longest timeout, and the slowest slow mode. */
export const TIMEOUT_MAX_MS = 28 * DAY_MS;
export const SLOW_MODE_MAX_S = 6 * 60 * 60;

/** What is reported: a message of a room that the caller is in, or a person. */
export const ReportInput = v.object({
  userId: v.optional(v.string()),
  room: v.optional(v.string()),
  seq: v.optional(Seq),
  reason: v.pipe(Reason, v.nonEmpty("must say why")),
});
export type ReportInput = v.InferOutput<typeof ReportInput>;

export const ReportOutcome = v.picklist(["dismissed", "acted"]);
export type ReportOutcome = v.InferOutput<typeof ReportOutcome>;

export const Report = v.object({
  id: v.string(),
  at: Time,
  by: Person,
  /** Who is reported, or wrote what is. */
  about: Person,
  room: v.optional(v.string()),
  seq: v.optional(Seq),
  reason: v.string(),
  /** What the message said when it was reported. */
  body: v.optional(v.string()),
  closedAt: v.optional(Time),
  closedBy: v.optional(Person),
  outcome: v.optional(ReportOutcome),
});
export type Report = v.InferOutput<typeof Report>;
export const ReportsAnswer = v.object({ reports: v.array(Report), cursor: v.optional(v.string()) });
export type ReportsAnswer = v.InferOutput<typeof ReportsAnswer>;
export const CloseReportInput = v.object({ outcome: ReportOutcome, deleteMessage: v.optional(v.boolean()) });

const OptionalReason = v.optional(Reason, "");
export const BanInput = v.object({
  reason: OptionalReason,
  /** What of theirs goes with them: nothing, what they wrote in the last day, or all of it. */
  purge: v.optional(v.picklist(["none", "day", "all"]), "none"),
});
export const TimeoutInput = v.object({
  forMs: v.pipe(v.number(), v.safeInteger(), v.minValue(60_000), v.maxValue(TIMEOUT_MAX_MS)),
  reason: OptionalReason,
});
export const PurgeInput = v.object({ purge: v.picklist(["day", "all"]), reason: OptionalReason });
export const RestrictionsInput = v.object({
  slowMode: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(SLOW_MODE_MAX_S))),
  locked: v.optional(v.boolean()),
});

/** Somebody as moderators see them. */
export const PersonRecord = v.object({
  ...Person.entries,
  role: Role,
  createdAt: Time,
  bannedAt: v.optional(Time),
  timeoutUntil: v.optional(Time),
  /** What they wrote is being taken out. */
  isBeingPurged: v.optional(v.literal(true)),
});
export type PersonRecord = v.InferOutput<typeof PersonRecord>;
export const PeopleAnswer = v.object({ people: v.array(PersonRecord), cursor: v.optional(v.string()) });
export type PeopleAnswer = v.InferOutput<typeof PeopleAnswer>;
export const PersonRecordAnswer = v.object({ person: PersonRecord });

/** A room as moderators see it: not what is said in it. */
export const RoomRecord = v.object({
  id: v.string(),
  kind: RoomKind,
  name: v.optional(v.string()),
  memberCount: v.optional(v.number()),
  public: v.optional(v.boolean()),
  lastSeq: Cursor,
  lastAt: Time,
  slowMode: v.optional(v.number()),
  locked: v.optional(v.literal(true)),
});
export type RoomRecord = v.InferOutput<typeof RoomRecord>;
export const RoomRecordsAnswer = v.object({ rooms: v.array(RoomRecord), cursor: v.optional(v.string()) });
export type RoomRecordsAnswer = v.InferOutput<typeof RoomRecordsAnswer>;

/** What the audit log tells apart. It grows by adding. */
export const AUDIT_ACTIONS = [
  "ban",
  "unban",
  "timeout",
  "timeout_lifted",
  "purge",
  "report_closed",
  "message_deleted",
  "room_restricted",
  "role_changed",
  "reset_link_made",
  "settings_changed",
  "invite_made",
  "invite_revoked",
  "signed_up",
  "logged_in",
  "login_locked",
  "password_changed",
  "password_reset",
  "sessions_ended",
  "account_deleted",
  "exported",
  "imported",
] as const;
/** Those that say who signs in and how accounts change hands: for administrators alone. */
export const SECURITY_EVENTS: readonly AuditAction[] = [
  "reset_link_made",
  "signed_up",
  "logged_in",
  "login_locked",
  "password_changed",
  "password_reset",
  "sessions_ended",
  "account_deleted",
];
export const AuditAction = v.picklist(AUDIT_ACTIONS);
export type AuditAction = v.InferOutput<typeof AuditAction>;

export const AuditEntry = v.object({
  no: Seq,
  at: Time,
  action: AuditAction,
  /** Null is the operator, at the command line; of `login_locked` it is nobody who is known. */
  actorId: v.nullable(v.string()),
  userId: v.optional(v.string()),
  roomId: v.optional(v.string()),
  seq: v.optional(Seq),
  /** Plain values: texts, numbers, whether or not, or null. It grows by adding. */
  detail: v.record(v.string(), v.unknown()),
});
export type AuditEntry = v.InferOutput<typeof AuditEntry>;
/** `people` are those whom the entries name. */
export const AuditAnswer = v.object({
  entries: v.array(AuditEntry),
  people: v.array(Person),
  cursor: v.optional(v.string()),
});
export type AuditAnswer = v.InferOutput<typeof AuditAnswer>;

/** What anybody may know of the community before they are in it. */
export const Community = v.object({
  name: v.string(),
  /** Whether anybody signs up, or only who has an invite. */
  signUp: v.picklist(["open", "invite"]),
});
export type Community = v.InferOutput<typeof Community>;
export const CommunityAnswer = v.object({ community: Community });
export const CommunityInput = v.object({ name: v.optional(RoomName), signUp: v.optional(Community.entries.signUp) });
/** `limits` are the operator's, by the names of the vars. */
export const SettingsAnswer = v.object({ community: Community, limits: v.record(v.string(), v.number()) });
export type SettingsAnswer = v.InferOutput<typeof SettingsAnswer>;

export const RoleInput = v.object({ role: Role });
/** `token` is shown once: whoever has it sets another password. */
export const ResetLinkAnswer = v.object({ token: v.string(), expiresAt: Time });
export type ResetLinkAnswer = v.InferOutput<typeof ResetLinkAnswer>;

/** A way to sign up. Without an end or a number of uses it has none. */
export const SignUpInvite = v.object({
  code: v.string(),
  createdBy: v.string(),
  createdAt: Time,
  expiresAt: v.optional(Time),
  usesLeft: v.optional(Cursor),
});
export type SignUpInvite = v.InferOutput<typeof SignUpInvite>;
export const SignUpInviteAnswer = v.object({ invite: SignUpInvite });
export const SignUpInvitesAnswer = v.object({ invites: v.array(SignUpInvite) });

/** How one of the rooms that spoke last is doing. */
export const RoomHealth = v.object({
  id: v.string(),
  sockets: v.number(),
  /** Changes that the record lacks, and since when the oldest of them waits. */
  pending: v.number(),
  oldestAt: v.optional(Time),
  /** Messages that the record refuses. */
  setAside: v.number(),
  /** The last thing that went wrong since it woke. */
  fault: v.optional(v.object({ at: Time, event: v.string() })),
});
export type RoomHealth = v.InferOutput<typeof RoomHealth>;
export const AdminHealth = v.object({
  version: v.string(),
  /** How long the record took to answer. */
  recordMs: v.number(),
  people: v.number(),
  banned: v.number(),
  rooms: v.number(),
  messages: v.number(),
  openReports: v.number(),
  /** The latest first; those that could not be asked are missing. */
  latest: v.array(RoomHealth),
});
export type AdminHealth = v.InferOutput<typeof AdminHealth>;
