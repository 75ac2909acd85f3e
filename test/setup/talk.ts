/** As little of the HTTP interface as it takes to see that data is still there. */
import { array, object, parse, string } from "valibot";

const Token = object({ token: string() });
const Me = object({ user: object({ id: string(), username: string(), role: string() }) });
const Page = object({ messages: array(object({ body: string() })) });

export async function register(origin: string, username: string): Promise<string> {
  const body = { username, password: `the password of ${username}`, session: "token" };
  return parse(Token, await call(origin, "/api/auth/register", { body })).token;
}

export async function logIn(origin: string, username: string, password: string): Promise<string> {
  const body = { username, password, session: "token" };
  return parse(Token, await call(origin, "/api/auth/login", { body })).token;
}

export async function me(origin: string, token: string): Promise<{ id: string; username: string; role: string }> {
  return parse(Me, await call(origin, "/api/me", { token })).user;
}

export async function say(origin: string, token: string, body: string): Promise<void> {
  await call(origin, "/api/rooms/global/messages", { token, body: { id: crypto.randomUUID(), body } });
}

export async function history(origin: string, token: string): Promise<string[]> {
  const page = parse(Page, await call(origin, "/api/rooms/global/messages", { token }));
  return page.messages.map((message) => message.body);
}

/** Throws where the answer is no success, with what it said. */
async function call(
  origin: string,
  path: string,
  { token, body }: { token?: string; body?: unknown },
): Promise<unknown> {
  // As in test/protocol/http.ts.
  const headers = new Headers({ connection: "close" });
  if (body !== undefined) headers.set("content-type", "application/json");
  if (token) headers.set("authorization", `Bearer ${token}`);
  const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const response = await fetch(`${origin}${path}`, { ...init, headers });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return response.json();
}
