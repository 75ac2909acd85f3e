import { beforeAll, describe, expect, test } from "vitest";
import { directRoomId } from "../../../worker/protocol.ts";
import { faultsOf } from "../faults.ts";
import {
  goTo,
  listen,
  type Member,
  member,
  messageOf,
  openRoom,
  PASSWORD,
  type Person,
  person,
  sayAll,
  visitor,
  write,
} from "../scene.ts";

let bob: Person;
let leyla: Person;
/** A message in the global room that others follow. */
let hello: number;

/** Somebody in the middle of a conversation with Bob, in which nobody else writes. */
async function partner(username: string, displayName: string): Promise<Member & { room: string }> {
  const someone = await member(username, displayName);
  const room = directRoomId(bob.id, someone.id);
  await sayAll(bob, room, ["Hello everyone", "x".repeat(400), "short", "مرحبا بالجميع"]);
  await someone.page.clock.install();
  await openRoom(someone.page, room);
  await messageOf(someone.page, "مرحبا").waitFor();
  return { ...someone, room };
}

describe("the page for everybody", () => {
  beforeAll(async () => {
    bob = await person("bob", "Bob the Builder of long names and of longer ones still");
    leyla = await person("leyla", "ليلى الأحمد");
    hello = await sayAll(bob, "global", ["Hello everyone, see https://example.com/a/long/path"]);
    await sayAll(bob, "global", ["x".repeat(400), "short"]);
    await leyla.write("global", "مرحبا بالجميع");
  });

  test("every screen is free of what axe finds, of sideways scrolling, and of anything the policy stops", async () => {
    const { page, signUp, violations } = await visitor();
    const faults: Record<string, string[]> = {};
    const look = async (name: string) => {
      const found = await faultsOf(page);
      if (found.length > 0) faults[name] = found;
    };
    await page.goto("/login");
    await page.getByLabel("Username").waitFor();
    await look("log in");
    await page.goto("/signup");
    await page.getByRole("button", { name: "Create account" }).click();
    await page.locator(".field-fault").first().waitFor();
    await look("sign up with faults");
    await signUp("axel", "Axel");
    await look("list");
    await openRoom(page);
    await messageOf(page, "مرحبا").waitFor();
    await write(page, "odd\u0007bell");
    await page.locator(".is-failed").first().waitFor();
    await look("room");
    await goTo(page, `/r/global/${hello}`);
    await page.locator(".is-target").waitFor();
    await look("message");
    await goTo(page, "/r/global/info");
    await page.getByRole("complementary", { name: "Details" }).waitFor();
    await look("details");
    await goTo(page, "/people?q=b");
    await page.locator(".person-link").first().waitFor();
    await look("people");
    await page.locator(".person-link", { hasText: bob.displayName }).click();
    await page.getByText("This is the beginning of your conversation").waitFor();
    await look("empty room");
    await goTo(page, "/search?q=hello");
    await page.locator(".hit").first().waitFor();
    await look("search");
    await page.getByRole("combobox").pressSequentially(" in:");
    await page.getByRole("option", { name: "Everyone" }).waitFor();
    await look("search with names to choose from");
    await goTo(page, "/search?q=nothingofthekind");
    await page.getByText("Nothing found").waitFor();
    await look("empty search");
    await goTo(page, "/profile");
    await page.getByLabel("About you").waitFor();
    await look("profile");
    await goTo(page, `/u/${bob.id}`);
    await page.getByRole("link", { name: "Message", exact: true }).waitFor();
    await look("person");
    await goTo(page, "/nowhere");
    await page.getByRole("heading", { name: "Nothing at this address" }).waitFor();
    await look("not found");
    expect(faults).toEqual({});
    expect(violations).toEqual([]);
  });
  test("everything can be done with the keyboard alone", async () => {
    const { page } = await visitor();
    const { keyboard } = page;
    await page.goto("/signup");
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute("name"))).toBe("username");
    await keyboard.type("keys");
    await keyboard.press("Tab");
    await keyboard.type("Keys Only");
    await keyboard.press("Tab");
    await keyboard.type(PASSWORD);
    await keyboard.press("Enter");
    await page.getByText("Good to see you").waitFor();

    await page.getByRole("link", { name: "Find people" }).first().focus();
    await keyboard.press("Enter");
    await page.getByRole("searchbox").waitFor();
    await keyboard.type("leyla");
    await page.locator(".person-link").waitFor();
    await keyboard.press("Tab");
    await keyboard.press("Enter");
    await page.getByRole("textbox", { name: /^Message to/ }).waitFor();
    await keyboard.type("one line");
    await keyboard.press("Shift+Enter");
    await keyboard.type("and another");
    await keyboard.press("Enter");
    await messageOf(page, "and another").waitFor();
    expect(await page.locator(".message-text").last().textContent()).toBe("one line\nand another");

    // F6 goes from the composer round to the conversations and on to the messages: one tab stop, arrows inside.
    await keyboard.press("F6");
    expect(await page.evaluate(() => document.activeElement?.className)).toContain("sidebar");
    await keyboard.press("F6");
    expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toContain("one line");
    await keyboard.press("Escape");
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("TEXTAREA");
  });

  test("arrows walk through the messages, which are one tab stop", async () => {
    const { page } = await partner("walker", "Walker");
    expect(await page.locator(".timeline-list [tabindex='0']").count()).toBe(1);
    await page.locator(".timeline-list [tabindex='0']").focus();
    const label = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");
    expect(await label()).toContain("مرحبا بالجميع");
    await page.keyboard.press("ArrowUp");
    expect(await label()).toContain("short");
    await page.keyboard.press("Home");
    expect(await label()).toContain("Hello everyone");
    await page.keyboard.press("End");
    expect(await label()).toContain("مرحبا بالجميع");
  });

  test("1, 5 and 50 new messages are one announcement each, older ones none", async () => {
    const { page, room } = await partner("harker", "Harker");
    const heard = await listen(page);
    /** A burst is over when it has been quiet: here the clock stands still until all of it is on the page. */
    const burst = async (bodies: string[]) => {
      await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 10_000);
      await sayAll(bob, room, bodies);
      await messageOf(page, bodies.at(-1) ?? "").waitFor();
      await page.clock.resume();
    };
    await burst(["just one"]);
    await expect.poll(heard).toHaveLength(1);
    expect((await heard())[0]).toContain("just one");
    await burst(Array.from({ length: 5 }, (_, n) => `five ${n}`));
    await expect.poll(heard).toHaveLength(2);
    await burst(Array.from({ length: 50 }, (_, n) => `fifty ${n}`));
    await expect.poll(heard).toHaveLength(3);
    expect((await heard()).slice(1)).toEqual(["5 new messages", "50 new messages"]);
    await page.locator(".timeline-scroll").evaluate((scroller) => scroller.scrollTo(0, 0));
    await messageOf(page, "Hello everyone").waitFor();
    expect(await heard()).toHaveLength(3);
  });

  test("Enter that ends a composition does not send", async () => {
    const { page } = await member("ime", "日本語");
    await openRoom(page);
    const box = page.getByRole("textbox", { name: /^Message to/ });
    await box.fill("変換中");
    for (const composing of [{ isComposing: true }, { keyCode: 229 }]) {
      await box.dispatchEvent("keydown", { key: "Enter", bubbles: true, cancelable: true, ...composing });
    }
    expect(await box.inputValue()).toBe("変換中");
    await page.keyboard.press("Enter");
    await messageOf(page, "変換中").waitFor();
    expect(await box.inputValue()).toBe("");
  });
});
