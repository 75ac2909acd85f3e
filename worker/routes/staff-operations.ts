/** What those call who look after the community. */
import * as p from "../protocol.ts";
import { AuditQuery, PeopleQuery, ReportsQuery, RoomsQuery } from "./moderation.ts";
import type { Operation } from "./operations.ts";

const done = { 204: undefined };

export const STAFF_OPERATIONS: Operation[] = [
  {
    method: "get",
    path: "/api/moderation/reports",
    summary: "Reports, the latest first",
    query: ReportsQuery,
    answers: { 200: p.ReportsAnswer },
  },
  {
    method: "post",
    path: "/api/moderation/reports/:id",
    summary: "Close a report, and take the message out",
    body: p.CloseReportInput,
    answers: done,
  },
  {
    method: "get",
    path: "/api/moderation/people",
    summary: "People and how they stand, by username",
    query: PeopleQuery,
    answers: { 200: p.PeopleAnswer },
  },
  {
    method: "get",
    path: "/api/moderation/people/:id",
    summary: "How somebody stands",
    answers: { 200: p.PersonRecordAnswer },
  },
  {
    method: "put",
    path: "/api/moderation/people/:id/ban",
    summary: "Ban somebody",
    body: p.BanInput,
    answers: done,
  },
  { method: "delete", path: "/api/moderation/people/:id/ban", summary: "Lift a ban", answers: done },
  {
    method: "put",
    path: "/api/moderation/people/:id/timeout",
    summary: "Let somebody write nothing for a while",
    body: p.TimeoutInput,
    answers: done,
  },
  { method: "delete", path: "/api/moderation/people/:id/timeout", summary: "End a timeout", answers: done },
  {
    method: "post",
    path: "/api/moderation/people/:id/purge",
    summary: "Take out what somebody wrote",
    body: p.PurgeInput,
    answers: done,
  },
  {
    method: "get",
    path: "/api/moderation/rooms",
    summary: "The global room and all groups, the latest message first",
    query: RoomsQuery,
    answers: { 200: p.RoomRecordsAnswer },
  },
  {
    method: "patch",
    path: "/api/moderation/rooms/:room",
    summary: "Slow a room down, or lock it",
    body: p.RestrictionsInput,
    answers: done,
  },
  {
    method: "get",
    path: "/api/moderation/audit",
    summary: "The audit log, the latest first",
    query: AuditQuery,
    answers: { 200: p.AuditAnswer },
  },
  {
    method: "get",
    path: "/api/admin/settings",
    summary: "What the community is called, who may sign up, and the operator's limits",
    answers: { 200: p.SettingsAnswer },
  },
  {
    method: "patch",
    path: "/api/admin/settings",
    summary: "Change that",
    body: p.CommunityInput,
    answers: { 200: p.SettingsAnswer },
  },
  {
    method: "get",
    path: "/api/admin/invites",
    summary: "Ways to sign up where not everybody may",
    answers: { 200: p.SignUpInvitesAnswer },
  },
  {
    method: "post",
    path: "/api/admin/invites",
    summary: "Make one",
    body: p.InviteInput,
    answers: { 201: p.SignUpInviteAnswer },
  },
  { method: "delete", path: "/api/admin/invites/:code", summary: "Revoke one", answers: done },
  {
    method: "put",
    path: "/api/admin/people/:id/role",
    summary: "Give somebody a role below one's own",
    body: p.RoleInput,
    answers: done,
  },
  {
    method: "post",
    path: "/api/admin/people/:id/reset-link",
    summary: "A link with which somebody sets another password, once",
    answers: { 201: p.ResetLinkAnswer },
  },
  {
    method: "get",
    path: "/api/admin/health",
    summary: "How the server and the rooms that spoke last are doing",
    answers: { 200: p.AdminHealth },
  },
  {
    method: "post",
    path: "/api/admin/flush",
    summary: "Have rooms write down what they hold",
    answers: { 200: undefined },
  },
  {
    method: "get",
    path: "/api/admin/export",
    summary: "A page of the community as lines",
    answers: { 200: undefined },
  },
  { method: "post", path: "/api/admin/import", summary: "Begin to move in, or go on", answers: { 200: undefined } },
  { method: "post", path: "/api/admin/import/lines", summary: "The next lines", answers: { 200: undefined } },
  { method: "post", path: "/api/admin/import/end", summary: "Everything is here", answers: done },
  {
    method: "post",
    path: "/api/admin/rebuild-search",
    summary: "Make the search index again, some messages at a time",
    answers: { 200: undefined },
  },
];
