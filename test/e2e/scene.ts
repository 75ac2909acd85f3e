/** The page in a real browser against the real server, as people use it. */
import type { BrowserContextOptions, Page } from "playwright-core";
import { createApi } from "../../web/client/api.ts";
import { newClientId } from "../../web/client/client-id.ts";
import { createHttp } from "../../web/client/http.ts";
import { createRoomSocket } from "../../web/client/room-socket.ts";
import { launchBrowser, type Profile } from "../support/browser.ts";
import { type Server, startServer } from "../support/server.ts";

export const PASSWORD = "correct horse battery";

export interface Scene {
  server: Server;
  /** A window of somebody who has never been here. */
  visitor(options?: BrowserContextOptions): Promise<Visitor>;
  /** Somebody who signed up over the API and is not at a window: they can talk, and log in later. */
  person(username: string, displayName?: string): Promise<Person>;
  close(): Promise<void>;
}

export interface Visitor extends Profile {
  /** What the content security policy has stopped so far. */
  violations: string[];
  signUp(username: string, displayName: string): Promise<void>;
  logIn(username: string): Promise<void>;
}

export interface Person {
  userId: string;
  username: string;
  say(roomId: string, body: string): Promise<number>;
  /** Many messages in order, over one socket. */
  sayAll(roomId: string, bodies: readonly string[]): Promise<void>;
}

export async function openScene(): Promise<Scene> {
  const [server, browser] = await Promise.all([startServer(), launchBrowser()]);
  return {
    server,
    visitor: async (options) => visit(await browser.profile(server.origin, options)),
    person: (username, displayName) => createPerson(server.origin, username, displayName),
    close: async () => {
      await browser.close();
      await server.stop();
    },
  };
}

async function visit(profile: Profile): Promise<Visitor> {
  const { page } = profile;
  const violations: string[] = [];
  page.on("console", (message) => {
    if (/Content Security Policy|TrustedHTML|TrustedScript/i.test(message.text())) violations.push(message.text());
  });
  return {
    ...profile,
    violations,
    signUp: async (username, displayName) => {
      await page.goto("/signup");
      await page.getByLabel("Username").fill(username);
      await page.getByLabel("Display name").fill(displayName);
      await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
      await page.getByRole("button", { name: "Create account" }).click();
      await page.getByRole("navigation", { name: "Conversations" }).waitFor();
    },
    logIn: async (username) => {
      await page.goto("/login");
      await page.getByLabel("Username").fill(username);
      await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
      await page.getByRole("button", { name: "Log in" }).click();
      await page.getByRole("navigation", { name: "Conversations" }).waitFor();
    },
  };
}

async function createPerson(origin: string, username: string, displayName = username): Promise<Person> {
  const nobody = createApi(createHttp({ origin }));
  const { user, token } = await nobody.register({ username, password: PASSWORD, displayName, session: "token" });
  const api = createApi(createHttp({ origin, token: () => token }));
  const sayAll = (roomId: string, bodies: readonly string[]) =>
    new Promise<void>((resolve, reject) => {
      const waiting = new Set(bodies.map(() => newClientId()));
      const ids = [...waiting];
      const socket = createRoomSocket({
        origin,
        roomId,
        ticket: api.ticket,
        onStatus: ({ state }) => {
          if (state === "ended") reject(new Error(`${roomId} showed ${username} out`));
          if (state !== "connected") return;
          for (const [index, body] of bodies.entries()) socket.send({ type: "send", id: ids[index] ?? "", body });
        },
        onFrame: (frame) => {
          if (frame.type === "error") reject(new Error(`${frame.code}: ${frame.detail}`));
          if (frame.type !== "messages") return;
          for (const { id } of frame.messages) waiting.delete(id);
          if (waiting.size > 0) return;
          resolve();
          socket.close();
        },
      });
    });
  return {
    sayAll,
    userId: user.id,
    username,
    say: async (roomId, body) => (await api.send(roomId, { id: newClientId(), body })).seq,
  };
}

/** Writes in the room that is open and sends it. */
export async function write(page: Page, text: string): Promise<void> {
  await page.getByRole("textbox", { name: /^Message to/ }).fill(text);
  await page.keyboard.press("Enter");
}

/** A message in the conversation, by its text. */
export function messageOf(page: Page, text: string | RegExp) {
  return page.getByRole("article").filter({ hasText: text });
}

/** All messages on the page, in order. */
export function messagesOn(page: Page): Promise<string[]> {
  return page.locator(".message-text").allTextContents();
}

export async function openGlobal(page: Page): Promise<void> {
  await page.goto("/r/global");
  await page.getByRole("textbox", { name: /^Message to/ }).waitFor();
}
