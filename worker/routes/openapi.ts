/** The HTTP half of the contract as OpenAPI 3.1, made from the schemas that check the requests. */
import { toJsonSchema } from "@valibot/to-json-schema";
import type * as v from "valibot";
import * as p from "../protocol.ts";
import { GroupsQuery } from "./groups.ts";
import { PageQuery } from "./messages.ts";
import { SearchQuery } from "./search.ts";
import { PeopleQuery } from "./users.ts";

interface Operation {
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

/** Every operation there is: a test holds this list against the router. */
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
];

let described: object | undefined;

export function describeApi(version: string): object {
  described ??= {
    openapi: "3.1.0",
    info: { title: "Confab", version, license: { name: "MIT", identifier: "MIT" } },
    paths: Object.fromEntries(paths()),
    components: {
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer" },
        cookie: { type: "apiKey", in: "cookie", name: "__Host-session" },
      },
      schemas: { Problem: json(p.Problem) },
    },
  };
  return described;
}

function paths(): Map<string, Record<string, object>> {
  const byPath = new Map<string, Record<string, object>>();
  for (const operation of OPERATIONS) {
    const path = operation.path.replace(/:(\w+)/g, "{$1}");
    byPath.set(path, { ...byPath.get(path), [operation.method]: describe(operation) });
  }
  return byPath;
}

function describe({ path, summary, isPublic, query, body, answers }: Operation): object {
  const parameters = [...pathParameters(path), ...(query ? queryParameters(query) : [])];
  const responses = Object.entries(answers).map(([status, schema]) => [
    status,
    { description: summary, ...(schema ? { content: { "application/json": { schema: json(schema) } } } : {}) },
  ]);
  return {
    summary,
    security: isPublic ? [] : [{ bearer: [] }, { cookie: [] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { required: true, content: { "application/json": { schema: json(body) } } } } : {}),
    responses: { ...Object.fromEntries(responses), default: PROBLEM },
  };
}

const PROBLEM = {
  description: "A problem, as RFC 9457 has it; `code` says which",
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
};

function pathParameters(path: string): object[] {
  return Array.from(path.matchAll(/:(\w+)/g), ([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
}

function queryParameters(query: v.GenericSchema): object[] {
  const { properties = {}, required = [] } = json(query);
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: "query",
    required: required.includes(name),
    schema,
  }));
}

/** Checks that are functions (lengths in code points and the like) have no JSON Schema; `docs/PROTOCOL.md` says them in words. */
function json(schema: v.GenericSchema) {
  const { $schema: _, ...described } = toJsonSchema(schema, { typeMode: "input", errorMode: "ignore" });
  return described;
}
