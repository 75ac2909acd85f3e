/** What one does with messages that are there, as two people at two windows of one room see it. */
import type { Locator, Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { directRoomId } from "../../../worker/protocol.ts";
import { faultsOf } from "../faults.ts";
import { type WiredMember, wiredMember } from "../offline.ts";
import { goTo, type Member, member, messageOf, openRoom, type Person, person, sayAll, write } from "../scene.ts";

const composer = (page: Page) => page.locator(".composer textarea");
const stored = (page: Page, text: string) => page.locator(".message:not(.is-unsent)").filter({ hasText: text });

interface Pair {
  one: Member;
  other: WiredMember;
  room: string;
  /** The first one writes, and both have it. */
  say(text: string): Promise<void>;
}

let count = 0;

async function pair(): Promise<Pair> {
  count++;
  const [one, other] = await Promise.all([member(`ella${count}`, "Ella"), wiredMember(`finn${count}`, "Finn")]);
  const room = directRoomId(one.id, other.id);
  await Promise.all([one, other].map(({ page }) => openRoom(page, room)));
  return {
    one,
    other,
    room,
    say: async (text) => {
      await write(one.page, text);
      await Promise.all([one, other].map(({ page }) => stored(page, text).waitFor()));
    },
  };
}

async function openMenu(page: Page, text: string): Promise<void> {
  await stored(page, text).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("menu").waitFor();
}

async function choose(page: Page, text: string, item: string): Promise<void> {
  await openMenu(page, text);
  await page.getByRole("menuitem", { name: item }).click();
}

/**
 * Puts a finger on the screen, as the system tells the browser of it.
 * @param at in `target`, in pixels from its upper left corner
 * @returns lifts it
 */
async function press({ page, context }: Member, target: Locator, at: { x: number; y: number }) {
  const box = await target.boundingBox();
  if (box === null) throw new Error("what is to be pressed is not on the screen");
  const finger = await context.newCDPSession(page);
  const touchPoints = [{ x: box.x + at.x, y: box.y + at.y }];
  await finger.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints });
  return () => finger.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
}

describe("what one does with messages", () => {
  let carol: Person;
  beforeAll(async () => {
    carol = await person("carol", "Carol");
  });

  /** Somebody at the room they share with Carol, in which she has said something. */
  async function reader(username: string, said: readonly string[]): Promise<WiredMember & { room: string }> {
    const someone = await wiredMember(username, username);
    const room = directRoomId(someone.id, carol.id);
    await sayAll(carol, room, said);
    await openRoom(someone.page, room);
    return { ...someone, room };
  }

  test("the arrow up changes what one said last, for everybody; Escape leaves it, and the draft is where it was", async () => {
    const { one, other, say } = await pair();
    const { page } = one;
    await say("See you at sevn");
    await composer(page).press("ArrowUp");
    await page.getByText("Editing your message").waitFor();
    expect(await composer(page).inputValue()).toBe("See you at sevn");
    await composer(page).fill("nonsense");
    await page.keyboard.press("Escape");
    expect(await composer(page).inputValue()).toBe("");
    await composer(page).fill("half a draft");
    await choose(page, "See you at sevn", "Edit");
    await composer(page).fill("See you at seven");
    await page.keyboard.press("Enter");
    for (const anyone of [one, other]) {
      const changed = messageOf(anyone.page, "See you at seven");
      await changed.locator(".edited").waitFor();
      expect(await changed.locator(".edited").getAttribute("title")).toMatch(/\d{4}.*\d{1,2}:\d{2}:\d{2}/);
      expect(await changed.getAttribute("aria-label")).toMatch(/See you at seven \(edited(; Seen)?\)$/);
    }
    expect(await composer(page).inputValue()).toBe("half a draft");
    // Somebody else's message is not one's own to change.
    await openMenu(other.page, "See you at seven");
    const items = await other.page.getByRole("menuitem").allTextContents();
    expect(items.filter((item) => /Edit|Delete/.test(item))).toEqual([]);
  });

  test("a message is deleted once that has been confirmed, for everybody and in the list", async () => {
    const { one, other, say } = await pair();
    const { page } = one;
    await say("Something regrettable");
    await choose(page, "Something regrettable", "Delete");
    await page.getByRole("alertdialog", { name: "Delete this message?" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("alertdialog").waitFor({ state: "detached" });
    expect(await messageOf(page, "Something regrettable").count()).toBe(1);
    await choose(page, "Something regrettable", "Delete");
    await page.getByRole("button", { name: "Delete" }).click();
    for (const anyone of [one, other]) {
      await messageOf(anyone.page, "This message was deleted.").waitFor();
      expect(await messageOf(anyone.page, "Something regrettable").count()).toBe(0);
      // In the global room somebody else's may have been as well.
      const inList = anyone.page.getByRole("navigation", { name: "Conversations" }).locator("[aria-current=page]");
      await inList.getByText("Message deleted").waitFor();
    }
    // The focus is where the message was.
    expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toContain("was deleted");
    // Whoever comes by keys is told the day and the second it was said at, as of any other.
    await page.keyboard.press("Home");
    await page.keyboard.press("End");
    const exact = page.locator("article:focus-visible", { hasText: "This message was deleted." }).locator(".bar-time");
    expect(await exact.innerText()).toMatch(/ \d{4}.*\d:\d\d:\d\d/);
  });

  test("an answer shows what it answers, and leads there though it is not loaded", async () => {
    const { page, room } = await reader("gus", [
      "Who brings the cake?",
      // More than the page fetches by itself to have some ready above, however slow it is to lay them out.
      ...Array.from({ length: 190 }, (_, index) => `Talk ${index}`),
    ]);
    await page.goto(`/r/${encodeURIComponent(room)}/1`);
    const original = stored(page, "Who brings the cake?");
    await original.hover();
    await original.getByRole("button", { name: "Reply" }).click();
    await page.getByText("Replying to Carol").waitFor();
    await page.keyboard.type("I do");
    await page.keyboard.press("Enter");
    await stored(page, "I do").waitFor();

    // Anew, with the end of the room alone.
    await openRoom(page, room);
    await messageOf(page, "I do").locator(".quote").getByText("Who brings the cake?").waitFor();
    const label = await messageOf(page, "I do").getAttribute("aria-label");
    expect(label).toContain("In reply to Carol: Who brings the cake?");
    expect(await page.locator("[data-seq='1']").count()).toBe(0);
    await messageOf(page, "I do").locator(".quote").click();
    await page.locator("[data-seq='1'].is-target").waitFor();
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute("data-seq"));
    await expect.poll(focused).toBe("1");
  });

  test("reactions are counted, named, added and taken back: from the bar, the message and the picker", async () => {
    const { one, other, say } = await pair();
    await say("Shall we?");
    const mine = stored(one.page, "Shall we?");
    const theirs = stored(other.page, "Shall we?");
    await theirs.hover();
    await theirs.getByRole("button", { name: "React with 👍" }).click();
    await mine.getByRole("button", { name: "👍 1: Finn" }).click();
    await theirs.getByRole("button", { name: "👍 2: You and Ella", pressed: true }).click();
    await mine.getByRole("button", { name: "👍 1: You", pressed: true }).waitFor();

    await theirs.hover();
    await theirs.getByRole("button", { name: "Other emoji" }).click();
    await other.page.getByRole("combobox", { name: "Find an emoji" }).fill("tada");
    await other.page.getByRole("option", { name: "party popper", selected: true }).waitFor();
    await other.page.keyboard.press("Enter");
    await theirs.getByRole("button", { name: "🎉 1: You", pressed: true }).waitFor();
    await mine.getByRole("button", { name: "🎉 1: Finn" }).waitFor();
    expect(await mine.getAttribute("aria-label")).toMatch(/\(👍 1; 🎉 1(; Seen)?\)$/);
  });

  test("an emoji's name becomes the emoji, chosen from a list or closed by a colon", async () => {
    const { page } = await reader("hilda", ["hello"]);
    await composer(page).pressSequentially("at 10:30 :tad");
    const first = page.getByRole("option", { name: ":tada:" });
    await first.waitFor();
    expect(await composer(page).getAttribute("aria-activedescendant")).toBe(await first.getAttribute("id"));
    expect(await composer(page).getAttribute("role")).toBeNull();
    await page.keyboard.press("Escape");
    await page.getByRole("listbox").waitFor({ state: "detached" });
    await composer(page).pressSequentially("a");
    await first.waitFor();
    await page.keyboard.press("Enter");
    expect(await composer(page).inputValue()).toBe("at 10:30 🎉");
    await composer(page).pressSequentially(" :+1:");
    await expect.poll(() => composer(page).inputValue()).toBe("at 10:30 🎉 👍");
    await page.keyboard.press("Enter");
    await stored(page, "at 10:30 🎉 👍").waitFor();
  });

  test("what was changed while one was away is there when one comes back, without a reload", async () => {
    const { one, other, say } = await pair();
    const { page } = one;
    for (const text of ["To be edited", "To be deleted", "To be liked"]) await say(text);
    await other.goOffline();
    await choose(page, "To be edited", "Edit");
    await composer(page).fill("Was edited");
    await page.keyboard.press("Enter");
    await choose(page, "To be deleted", "Delete");
    await page.getByRole("button", { name: "Delete" }).click();
    await openMenu(page, "To be liked");
    await page.getByRole("menuitemcheckbox", { name: "React with 🎉" }).click();
    await messageOf(page, "To be liked").getByRole("button", { name: "🎉 1: You" }).waitFor();
    expect(await stored(other.page, "To be edited").count()).toBe(1);
    await other.goOnline();
    await messageOf(other.page, "Was edited").waitFor();
    await messageOf(other.page, "To be deleted").waitFor({ state: "detached" });
    await messageOf(other.page, "To be liked").getByRole("button", { name: "🎉 1: Ella" }).waitFor();
  });

  test("a change that cannot be made says why, loses nothing, and can be tried again", async () => {
    const { page, goOffline, goOnline } = await reader("ines", ["hello"]);
    await write(page, "Changed on the train");
    // Pointed at, it has all that it takes to change it.
    await stored(page, "Changed on the train").hover();
    await page.locator(".message-bar").waitFor();
    await goOffline();
    await composer(page).press("ArrowUp");
    await composer(page).fill("Changed in the tunnel");
    await page.keyboard.press("Enter");
    const refusal = "Your change was not saved. The server does not answer. Check your connection.";
    await page.locator(".unsent-state.is-failed", { hasText: refusal }).waitFor();
    // Said, too.
    await page.getByRole("status").getByText(refusal).waitFor({ state: "attached" });
    expect(await messageOf(page, "Changed on the train").count()).toBe(1);
    await goOnline();
    await page.getByRole("button", { name: "Retry" }).click();
    await stored(page, "Changed in the tunnel").waitFor();
    await expect.poll(() => page.locator(".unsent-state").count()).toBe(0);
  });

  test("all of it is reached by keys, from the message that has the focus and gets it back", async () => {
    const { page } = await reader("joan", ["hello"]);
    await write(page, "By keys alone");
    await stored(page, "By keys alone").focus();
    const focused = () =>
      page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent);
    for (const key of ["Enter", "Shift+F10"]) {
      await page.keyboard.press(key);
      await page.getByRole("menu", { name: "Message actions" }).waitFor();
      expect(await focused()).toBe("React with 👍");
      await page.keyboard.press("ArrowUp");
      expect(await focused()).toBe("Delete");
      await page.keyboard.press("r");
      expect(await focused()).toBe("Reply");
      await page.keyboard.press("Escape");
      await page.getByRole("menu").waitFor({ state: "detached" });
      expect(await focused()).toContain("By keys alone");
    }
    // The author and the buttons of the bar follow the message; the last one opens the same menu.
    await page.getByRole("button", { name: "More actions" }).waitFor();
    for (let n = 0; n < 8; n++) await page.keyboard.press("Tab");
    expect(await focused()).toBe("More actions");
    await page.keyboard.press("Enter");
    await page.getByRole("menu").waitFor();
    await page.keyboard.press("Home");
    await page.keyboard.press("Enter");
    const pill = messageOf(page, "By keys alone").getByRole("button", { name: "👍 1: You" });
    await pill.waitFor();
    // Who it was says a menu, too, and not the mouse alone.
    await choose(page, "By keys alone", "Who reacted");
    await page.getByRole("dialog", { name: "Who reacted" }).getByText("You", { exact: true }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });

    // What had the focus goes, and the focus goes on where it was: with the menu, with the only reaction, with the screen.
    await expect.poll(focused).toContain("By keys alone");
    await pill.focus();
    await page.keyboard.press("Enter");
    await pill.waitFor({ state: "detached" });
    await expect.poll(focused).toContain("By keys alone");
    await goTo(page, "/profile");
    await page.getByRole("link", { name: "Account and security" }).focus();
    await page.keyboard.press("Enter");
    await expect.poll(focused).toBe("Account and security");
  });

  test("a link in a message is a tab stop while one is at the message", async () => {
    const { page } = await reader("lyle", ["see https://example.com/a", "and https://example.com/b"]);
    const places = () => page.locator(".message-text a").evaluateAll((links) => links.map(({ tabIndex }) => tabIndex));
    await expect.poll(places).toEqual([-1, -1]);
    await messageOf(page, "example.com/b").focus();
    await expect.poll(places).toEqual([-1, 0]);
  });

  test("a long press opens the menu on a touch screen, a tap shows a button for it that a thumb can hit", async () => {
    const touch = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
    const someone = await member("kai", "Kai", touch);
    const { page } = someone;
    const room = directRoomId(someone.id, carol.id);
    await carol.write(room, "Press here");
    await openRoom(page, room);
    const text = stored(page, "Press here").locator(".message-text");
    await text.tap();
    const more = (await page.getByRole("button", { name: "More actions" }).boundingBox()) ?? { width: 0, height: 0 };
    expect(Math.min(more.width, more.height)).toBeGreaterThanOrEqual(44);
    // So close to the name above it that the browser takes it for a finger on the name.
    const lift = await press(someone, text, { x: 5, y: 5 });
    await page.getByRole("menu").waitFor();
    await lift();
    const items = page.locator(".menu-item, .menu-emoji-item");
    const heights = await items.evaluateAll((all) => all.map((item) => item.clientHeight));
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(44);
    await page.getByRole("menuitemcheckbox", { name: "React with ❤️" }).tap();
    await messageOf(page, "Press here").getByRole("button", { name: "❤️ 1: You" }).waitFor();
  });

  test("lifting the finger that opened the menu chooses nothing in it and leaves it open", async () => {
    const kim = await member("lifting_kim", "Kim", {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    const { page } = kim;
    await openRoom(page);
    await page.getByRole("textbox", { name: /^Message to/ }).fill("under the finger");
    await page.getByRole("button", { name: "Send" }).click();
    const text = stored(page, "under the finger").locator(".message-text");
    const lift = await press(kim, text, { x: 12, y: 12 });
    await page.getByRole("menu").waitFor();
    await lift();
    await page.getByRole("menuitem", { name: "Reply" }).tap();
    await page.getByText("Replying to Kim").waitFor();
  });

  test("Markdown is shown as what it means, and nothing that is typed is ever run", async () => {
    const { page, violations } = await reader("lou", [
      "**bold** _slanted_ ~~gone~~ `code`\n\n> quoted\n\n- one\n- two\n\n[safe](https://example.com/x) [not](javascript:alert(1))",
      "```js\nconst answer = 42;\n```",
      "<img src=x onerror=alert(1)><script>alert(2)</script> **x**",
    ]);
    const text = messageOf(page, "slanted").locator(".message-text");
    await text.locator("strong").waitFor();
    const parts = { strong: "bold", em: "slanted", s: "gone", code: "code", blockquote: "quoted" };
    for (const [part, content] of Object.entries(parts)) expect(await text.locator(part).textContent()).toBe(content);
    expect(await text.locator("li").allTextContents()).toEqual(["one", "two"]);
    const link = text.getByRole("link");
    expect(await link.count()).toBe(1);
    expect(await link.getAttribute("href")).toBe("https://example.com/x");
    expect(await link.getAttribute("rel")).toBe("noopener noreferrer nofollow");
    expect(await text.textContent()).toContain("[not](javascript:alert(1))");
    await page.locator(".code-block .hljs-keyword", { hasText: "const" }).waitFor();
    const hostile = page.locator(".message-text", { has: page.locator("strong", { hasText: /^x$/ }) });
    expect(await hostile.textContent()).toBe("<img src=x onerror=alert(1)><script>alert(2)</script> x");
    expect(await hostile.locator("img, script").count()).toBe(0);
    expect(violations).toEqual([]);
  });

  test("a room without markup and emoji fetches nothing for them", async () => {
    const words = Array.from({ length: 40 }, (_, index) => `Nothing but words, number ${index}`);
    const { page, room } = await reader("mia", words);
    const fetched: string[] = [];
    page.on("response", (response) => fetched.push(new URL(response.url()).pathname));
    await page.reload();
    await messageOf(page, "number 39").waitFor();
    const extra = () => fetched.filter((path) => /Markup|highlight|compact|iamcal/.test(path));
    expect(fetched.filter((path) => path.endsWith(".js")).length).toBeGreaterThan(0);
    expect(extra()).toEqual([]);
    await carol.write(room, "**and now**");
    await page.locator("strong", { hasText: "and now" }).waitFor();
    expect(extra()).toEqual([expect.stringContaining("Markup")]);
  });

  test("menus, pickers, dialogs and what hangs on a message are free of what axe finds", async () => {
    const { page, room, goOffline, goOnline } = await reader("nils", [
      "Well, **this** is `code`:\n\n```ts\n// hello\nexport const n: number = 42;\n```\n\n> and a quote\n\n1. one",
      "short",
    ]);
    const faults: Record<string, string[]> = {};
    const look = async (name: string) => {
      const found = await faultsOf(page);
      if (found.length > 0) faults[name] = found;
    };
    await choose(page, "short", "Reply");
    await write(page, "answered");
    await stored(page, "answered").locator(".quote").waitFor();
    await carol.ask("PUT", `/rooms/${room}/messages/3/reactions/${encodeURIComponent("👍")}`);
    await messageOf(page, "answered").getByRole("button", { name: "👍 1: Carol" }).click();
    await openMenu(page, "answered");
    await look("menu");
    await page.getByRole("menuitem", { name: "Other emoji" }).click();
    // A few of two thousand: they are all alike, and each is looked at.
    await page.getByRole("combobox").fill("tada");
    await page.getByRole("option", { name: "party popper" }).waitFor();
    await look("picker");
    await page.keyboard.press("Escape");
    await choose(page, "answered", "Delete");
    await look("dialog");
    await page.keyboard.press("Escape");
    await composer(page).press("ArrowUp");
    await goOffline();
    await composer(page).fill("answered otherwise");
    await page.keyboard.press("Enter");
    await page.locator(".is-failed").waitFor();
    await goOnline();
    await composer(page).press("ArrowUp");
    await composer(page).pressSequentially(" :tad");
    await page.getByRole("option", { name: ":tada:" }).waitFor();
    await look("editing");
    expect(faults).toEqual({});
  });
});
