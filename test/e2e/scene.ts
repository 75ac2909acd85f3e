/**
 * The page in a real browser against the real server, as people use it. All scenes share both, because starting them takes
 * longer than most scenes: the global room is everybody's, a room of two is a scene's own.
 */
import type { BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import type { Role } from "../../worker/protocol.ts";
import { hangUpAll, newId } from "../protocol/line.ts";
import { PASSWORD, type Person, person as signUpOverHttp } from "../protocol/person.ts";
import { giveRole, openAccount } from "../support/accounts.ts";
import { launchBrowser, type Profile, type TestBrowser } from "../support/browser.ts";
import { type Server, startLeanServer } from "../support/server.ts";

export { PASSWORD, type Person } from "../protocol/person.ts";

export interface Visitor extends Profile {
  /** What the content security policy has stopped so far. */
  violations: string[];
  /** Makes an account as people do. */
  signUp(username: string, displayName: string): Promise<void>;
}

export interface Member extends Visitor {
  id: string;
}

export interface VisitorOptions extends BrowserContextOptions {
  /** With what is around a page as well, like notifications. */
  inWholeBrowser?: boolean;
}

let running: { server: Server; browser: TestBrowser } | undefined;
/** Only for scenes that need it: it takes twice the work. */
let whole: TestBrowser | undefined;
/** What the content security policy has stopped in any window of the scene. */
const stopped: string[] = [];

/** To be called once in a file. Whoever comes into a scene is gone when it is over. */
export function useScene(): void {
  beforeAll(async () => {
    const [server, browser] = await Promise.all([startLeanServer(), launchBrowser()]);
    running = { server, browser };
  });
  afterEach(async () => {
    hangUpAll();
    await running?.browser.closeProfiles();
    await whole?.close();
    whole = undefined;
    expect(stopped.splice(0), "stopped by the content security policy").toEqual([]);
  });
  afterAll(async () => {
    await running?.browser.close();
    await running?.server.stop();
  });
}

function theScene() {
  if (!running) throw new Error("the server runs only inside a scene");
  return running;
}

export function server(): Server {
  return theScene().server;
}

/** A window of somebody who has never been here. */
export async function visitor({ inWholeBrowser = false, ...options }: VisitorOptions = {}): Promise<Visitor> {
  if (inWholeBrowser) whole ??= await launchBrowser("whole");
  const browser = inWholeBrowser && whole ? whole : theScene().browser;
  const profile = await browser.profile(server().origin, options);
  const { page } = profile;
  const violations: string[] = [];
  page.on("console", (message) => {
    if (!/Content Security Policy|TrustedHTML|TrustedScript/i.test(message.text())) return;
    violations.push(message.text());
    stopped.push(message.text());
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
  };
}

/** A window of somebody who has an account: the browser has the cookie, and no page is open yet. */
export async function member(username: string, displayName: string, options?: VisitorOptions): Promise<Member> {
  const guest = await visitor(options);
  const { id, token } = await openAccount(server().stateDir, { username, displayName });
  const url = (options?.baseURL ?? server().origin).replace("http", "https");
  const cookie = { name: "__Host-session", value: token, url, secure: true, httpOnly: true };
  await guest.context.addCookies([{ ...cookie, sameSite: "Lax" }]);
  return { ...guest, id };
}

/** A window of somebody who looks after the community. */
export async function staff(username: string, displayName: string, role: Role): Promise<Member> {
  const somebody = await member(username, displayName);
  giveRole(server().stateDir, somebody.id, role);
  return somebody;
}

/** Somebody with an account who is not at a window: they talk and listen as a program does, and can log in later. */
export function person(name: string, displayName?: string): Promise<Person> {
  return signUpOverHttp(server().origin, name, displayName);
}

/** Many messages in order, over one socket. Gives the number of the last one. */
export async function sayAll(who: Person, room: string, bodies: readonly string[]): Promise<number> {
  const line = await who.join(room);
  const ids = bodies.map(() => newId());
  for (const [index, id] of ids.entries()) line.send({ type: "send", id, body: bodies[index] });
  const { seq } = await line.message(({ id }) => id === ids.at(-1));
  line.hangUp();
  return seq;
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

/** What the page reads out from now on. */
export async function listen(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const region = document.querySelector("[aria-live=polite]");
    const heard: string[] = [];
    Object.assign(window, { heard });
    new MutationObserver(() => heard.push(region?.textContent ?? "")).observe(region ?? document.body, {
      childList: true,
      characterData: true,
      subtree: true,
    });
  });
  return () => page.evaluate((): string[] => Reflect.get(window, "heard"));
}

/** `composer` is what the composer is called in the language of the page. */
export async function openRoom(page: Page, room = "global", composer = /^Message to/): Promise<void> {
  await page.goto(`/r/${encodeURIComponent(room)}`);
  await page.getByRole("textbox", { name: composer }).waitFor();
  // With this comes what listens to the mouse and the keys, beside the conversation.
  await page.locator(".banner-place").waitFor({ state: "attached" });
}

/**
 * Goes to another screen as a link of the page does: reading all of the page anew is most of the work of a visit, and nothing that a
 * scene about the screen itself would see. Wait for what the screen before has not.
 */
export async function goTo(page: Page, address: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState(null, "", to);
    dispatchEvent(new PopStateEvent("popstate"));
  }, address);
}
