/** What can be called over HTTP: held against the router by a test, and made into the OpenAPI description. */
import type * as v from "valibot";
import * as p from "../protocol.ts";
import { GroupsQuery } from "./groups.ts";
import { PageQuery } from "./messages.ts";
import { SearchQuery } from "./search.ts";
import { STAFF_OPERATIONS } from "./staff-operations.ts";
import { PeopleQuery } from "./users.ts";

export interface Operation {
  method: "get" | "post" | "put" | "patch" | "delete";
  /** As the router has it. */
  path: string;
  summary: string;
  /** Anybody may call it. */
  isPublic?: boolean;
  query?: v.GenericSchema;
  body?: v.GenericSchema;
  /** By status; `undefined` where the answer has no body. */
  answers: Record<number, v.GenericSchema | undefined>;
}

export const OPERATIONS: Operation[] = [
  {
    method: "get",
    path: "/api/health",
    summary: "Whether the server is up",
    isPublic: true,
    answers: { 200: p.Health },
  },
  {
    method: "get",
    path: "/api/openapi.json",
    summary: "This description",
    isPublic: true,
    answers: { 200: undefined },
  },
  {
    method: "post",
    path: "/api/auth/register",
    summary: "Make an account and a session",
    isPublic: true,
    body: p.RegisterInput,
    answers: { 201: p.SignedIn },
  },
  {
    method: "post",
    path: "/api/auth/login",
    summary: "Start a session",
    isPublic: true,
    body: p.LoginInput,
    answers: { 200: p.SignedIn },
  },
  {
    method: "post",
    path: "/api/auth/reset",
    summary: "Set another password with a link of an administrator",
    isPublic: true,
    body: p.ResetInput,
    answers: { 204: undefined },
  },
  {
    method: "get",
    path: "/api/community",
    summary: "What the community is called, and who may sign up",
    isPublic: true,
    answers: { 200: p.CommunityAnswer },
  },
  { method: "post", path: "/api/auth/logout", summary: "End this session", answers: { 204: undefined } },
  { method: "post", path: "/api/auth/ticket", summary: "A ticket for one socket", answers: { 200: p.TicketAnswer } },
  {
    method: "post",
    path: "/api/auth/password",
    summary: "Change the password and end all other sessions",
    body: p.PasswordInput,
    answers: { 204: undefined },
  },
  {
    method: "get",
    path: "/api/auth/sessions",
    summary: "One's sessions, the one used last first",
    answers: { 200: p.SessionsAnswer },
  },
  {
    method: "delete",
    path: "/api/auth/sessions",
    summary: "End all sessions but this one",
    answers: { 204: undefined },
  },
  { method: "delete", path: "/api/auth/sessions/:id", summary: "End one session", answers: { 204: undefined } },
  { method: "get", path: "/api/me", summary: "One's own account", answers: { 200: p.MeAnswer } },
  { method: "patch", path: "/api/me", summary: "Change it", body: p.MeInput, answers: { 200: p.MeAnswer } },
  {
    method: "delete",
    path: "/api/me",
    summary: "Delete the account",
    body: p.DeleteMeInput,
    answers: { 204: undefined },
  },
  {
    method: "get",
    path: "/api/me/export",
    summary: "Everything about oneself, as JSON lines",
    answers: { 200: undefined },
  },
  {
    method: "get",
    path: "/api/users",
    summary: "Find people by the start of a name, or look them up by ids",
    query: PeopleQuery,
    answers: { 200: p.UsersAnswer },
  },
  { method: "get", path: "/api/users/:id", summary: "Somebody's profile", answers: { 200: p.UserAnswer } },
  { method: "get", path: "/api/rooms", summary: "One's rooms, latest activity first", answers: { 200: p.RoomsAnswer } },
  {
    method: "post",
    path: "/api/rooms",
    summary: "Open a direct room or make a group",
    body: p.RoomInput,
    answers: { 200: p.RoomAnswer, 201: p.RoomAnswer },
  },
  { method: "get", path: "/api/rooms/:room", summary: "One room", answers: { 200: p.RoomDetailsAnswer } },
  {
    method: "patch",
    path: "/api/rooms/:room",
    summary: "Rename or describe a group",
    body: p.RoomPatch,
    answers: { 200: p.RoomDetailsAnswer },
  },
  { method: "delete", path: "/api/rooms/:room", summary: "Delete a group", answers: { 204: undefined } },
  {
    method: "put",
    path: "/api/rooms/:room/members/:userId",
    summary: "Add somebody to a group, give them a role, or join a public one",
    body: p.MemberInput,
    answers: { 204: undefined },
  },
  {
    method: "delete",
    path: "/api/rooms/:room/members/:userId",
    summary: "Remove somebody from a group, or leave it",
    answers: { 204: undefined },
  },
  {
    method: "get",
    path: "/api/rooms/:room/invites",
    summary: "The invites of a group",
    answers: { 200: p.InvitesAnswer },
  },
  {
    method: "post",
    path: "/api/rooms/:room/invites",
    summary: "Make an invite",
    body: p.InviteInput,
    answers: { 201: p.InviteAnswer },
  },
  {
    method: "delete",
    path: "/api/rooms/:room/invites/:code",
    summary: "Revoke an invite",
    answers: { 204: undefined },
  },
  {
    method: "get",
    path: "/api/invites/:code",
    summary: "What an invite leads to",
    answers: { 200: p.InvitedAnswer },
  },
  { method: "post", path: "/api/invites/:code", summary: "Come in by an invite", answers: { 200: p.RoomAnswer } },
  {
    method: "get",
    path: "/api/groups",
    summary: "Find public groups",
    query: GroupsQuery,
    answers: { 200: p.GroupsAnswer },
  },
  {
    method: "put",
    path: "/api/rooms/:room/settings",
    summary: "Mute a room, or say what of it notifies",
    body: p.RoomSettingsInput,
    answers: { 204: undefined },
  },
  {
    method: "put",
    path: "/api/rooms/:room/read",
    summary: "Move one's read mark",
    body: p.ReadInput,
    answers: { 204: undefined },
  },
  {
    method: "get",
    path: "/api/rooms/:room/messages",
    summary: "A page of history",
    query: PageQuery,
    answers: { 200: p.HistoryPage },
  },
  {
    method: "post",
    path: "/api/rooms/:room/messages",
    summary: "Send a message",
    body: p.SendInput,
    answers: { 200: p.MessageAnswer, 201: p.MessageAnswer },
  },
  {
    method: "patch",
    path: "/api/rooms/:room/messages/:seq",
    summary: "Edit one's own message",
    body: p.EditInput,
    answers: { 200: p.MessageAnswer },
  },
  {
    method: "delete",
    path: "/api/rooms/:room/messages/:seq",
    summary: "Delete one's own message, or any as a moderator",
    answers: { 204: undefined },
  },
  {
    method: "put",
    path: "/api/rooms/:room/messages/:seq/reactions/:emoji",
    summary: "React to a message",
    answers: { 204: undefined },
  },
  {
    method: "delete",
    path: "/api/rooms/:room/messages/:seq/reactions/:emoji",
    summary: "Take a reaction back",
    answers: { 204: undefined },
  },
  {
    method: "put",
    path: "/api/rooms/:room/messages/:seq/pin",
    summary: "Pin a message",
    answers: { 204: undefined },
  },
  {
    method: "delete",
    path: "/api/rooms/:room/messages/:seq/pin",
    summary: "Take a pin off",
    answers: { 204: undefined },
  },
  {
    method: "get",
    path: "/api/rooms/:room/pins",
    summary: "The pinned messages of a room",
    answers: { 200: p.PinsAnswer },
  },
  {
    method: "get",
    path: "/api/rooms/:room/messages/:seq/versions",
    summary: "What an edited message said before",
    answers: { 200: p.VersionsAnswer },
  },
  { method: "get", path: "/api/search", summary: "Find messages", query: SearchQuery, answers: { 200: p.SearchPage } },
  { method: "get", path: "/api/blocks", summary: "Whom one blocks", answers: { 200: p.UsersAnswer } },
  { method: "put", path: "/api/blocks/:userId", summary: "Block somebody", answers: { 204: undefined } },
  { method: "delete", path: "/api/blocks/:userId", summary: "Block them no more", answers: { 204: undefined } },
  {
    method: "post",
    path: "/api/reports",
    summary: "Report a message or a person to the moderators",
    body: p.ReportInput,
    answers: { 201: undefined, 204: undefined },
  },
  ...STAFF_OPERATIONS,
];
