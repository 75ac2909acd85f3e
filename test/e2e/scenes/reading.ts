/** How far one has read, on two devices of one person. */
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { directRoomId } from "../../../worker/protocol.ts";
import { goTo, member, messageOf, messagesOn, openRoom, PASSWORD, person, sayAll, visitor } from "../scene.ts";

// Where the room tells it, at once (S20); where only the list does, at most once in 2 s (S26), and that has a way to go.
const AT_ONCE = { timeout: 2_000, interval: 20 };
const IN_THE_LIST = { timeout: 5_000, interval: 20 };

const rowOf = (page: Page, room: string) =>
  page.getByRole("navigation", { name: "Conversations" }).locator(`a[href="/r/${encodeURIComponent(room)}"]`);
async function markUnread(page: Page, text: string): Promise<void> {
  await messageOf(page, text).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Mark unread from here" }).click();
}
/** What follows the "new" line, by its text; undefined where there is no line. */
const firstNew = (page: Page) =>
  page.evaluate(() => document.querySelector("[data-new-line] + li .message-text")?.textContent ?? undefined);

describe("reading", () => {
  test("what comes while the details stand in place of the conversation is read when they are closed", async () => {
    const phone = { viewport: { width: 390, height: 844 } };
    const [rhea, carla] = await Promise.all([member("rhea", "Rhea", phone), person("carla", "Carla")]);
    const room = directRoomId(rhea.id, carla.id);
    const line = await carla.join(room);
    const hasRead = async () => {
      for (;;) {
        const { userId, seq } = await line.next("read");
        if (userId === rhea.id) return seq;
      }
    };
    await sayAll(carla, room, ["one"]);
    await openRoom(rhea.page, room);
    expect(await hasRead()).toBe(1);
    await rhea.page.getByRole("link", { name: "Details" }).click();
    const details = rhea.page.getByRole("complementary");
    await details.waitFor();
    for (const text of ["two", "three"]) {
      await sayAll(carla, room, [text]);
      await expect.poll(() => messagesOn(rhea.page)).toContain(text);
    }
    await details.getByRole("link", { name: "Close" }).click();
    expect(await hasRead()).toBe(3);
  });

  test("a message marked as unread is unread on both devices until one comes back, and all is read at once", async () => {
    const [here, carol] = await Promise.all([member("noemi", "Noemi"), person("carol", "Carol")]);
    const there = await visitor();
    const login = await there.context.request.post("/api/auth/login", {
      data: { username: "noemi", password: PASSWORD },
    });
    expect(login.ok()).toBe(true);
    const room = directRoomId(here.id, carol.id);
    await sayAll(carol, room, ["one", "two", "three", "four"]);
    await sayAll(carol, "global", ["to everybody"]);
    await Promise.all([openRoom(here.page, room), openRoom(there.page, room)]);
    /** What the lists of both say of a conversation, the number and its meaning. */
    const bothSay = (text: string | undefined, of = room, within = IN_THE_LIST) =>
      expect
        .poll(
          () => Promise.all([here, there].map(({ page }) => rowOf(page, of).locator(".badge span").allTextContents())),
          within,
        )
        .toEqual(Array(2).fill(text === undefined ? [] : [text[0], text]));
    await bothSay(undefined);

    await markUnread(here.page, "two");
    await bothSay("3 unread messages", room, AT_ONCE);
    for (const { page } of [here, there]) expect(await firstNew(page)).toBe("two");
    // Looking at the end of it, and a new message there, do not read it.
    await there.page.bringToFront();
    await carol.write(room, "five");
    for (const { page } of [here, there]) await messageOf(page, "five").waitFor();
    await bothSay("4 unread messages");

    // Coming back does, and everywhere. Where nobody is told how far others have read, it is the same.
    await rowOf(here.page, "global").click();
    await messageOf(here.page, "to everybody").waitFor();
    await bothSay("4 unread messages");
    await markUnread(here.page, "to everybody");
    await bothSay("1 unread message", "global");
    await rowOf(here.page, room).click();
    await bothSay(undefined);

    // Everything at once, from wherever one is.
    await goTo(there.page, "/");
    await markUnread(here.page, "four");
    await bothSay("2 unread messages");
    await there.page.getByRole("button", { name: "Mark all as read" }).click();
    await bothSay(undefined);
    await bothSay(undefined, "global");
    await expect.poll(() => here.page.title(), IN_THE_LIST).toBe("Carol · Confab");
  });
});
