import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { directRoomId } from "../../../worker/protocol.ts";
import { faultsOf } from "../faults.ts";
import { goTo, member, messageOf, openRoom, type Person, person, server } from "../scene.ts";

let nell: Person;

/** What the browser was asked to show and to take away again; it shows it, too. */
async function watchNotices(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const said: string[] = [];
    Object.assign(window, { said });
    const System = window.Notification;
    window.Notification = class extends System {
      constructor(title: string, options?: NotificationOptions) {
        super(title, options);
        said.push(`${title}: ${options?.body}`);
        this.addEventListener("show", () => Object.assign(window, { lastShown: title }));
        this.addEventListener("close", () => said.push(`closed ${title}`));
        Object.assign(window, { lastNotice: this });
      }
    };
  });
  return () => page.evaluate((): string[] => Reflect.get(window, "said"));
}

describe("one's settings", () => {
  beforeAll(async () => {
    nell = await person("set_nell", "Nell");
  });

  test("a notification comes once over all tabs, not for the room one looks at, and goes when it is read", async () => {
    const { page, context, id } = await member("set_otto", "Otto", {
      inWholeBrowser: true,
      permissions: ["notifications"],
    });
    const room = directRoomId(nell.id, id);
    await nell.write(room, "the first one");
    const second = await context.newPage();
    const [inFirst, inSecond] = [await watchNotices(page), await watchNotices(second)];
    const all = async () => [...(await inFirst()), ...(await inSecond())];
    await page.goto("/settings");
    await page.getByRole("checkbox", { name: "Show notifications" }).click();
    await expect.poll(() => page.getByRole("checkbox", { name: "Show notifications" }).isChecked()).toBe(true);
    await page.getByRole("checkbox", { name: "Play a sound" }).click();
    await second.goto("/people");
    for (const tab of [page, second]) await tab.getByText("the first one").waitFor();
    await expect.poll(() => second.locator("link[rel=icon]").getAttribute("href")).toBe("/favicon-unread.svg");
    expect(await all()).toEqual([]);

    await nell.write(room, "are **you** there?");
    await expect.poll(all).toEqual(["Nell: are you there?"]);
    await page.getByRole("checkbox", { name: /^Show what was written/ }).click();
    await nell.write(room, "a secret");
    await expect.poll(all).toContain("Nell: New message");
    expect((await all()).join()).not.toContain("secret");

    // Clicked, it leads to the message; and being read there, it is over everywhere.
    const shower = (await inFirst()).includes("Nell: New message") ? page : second;
    await shower.evaluate(() => Reflect.get(window, "lastNotice").onclick());
    await messageOf(shower, "a secret").waitFor();
    await expect.poll(() => shower.locator(".is-target").count()).toBe(1);
    await expect.poll(() => second.locator("link[rel=icon]").getAttribute("href")).toBe("/favicon.svg");
    const before = (await all()).filter((line) => !line.startsWith("closed"));
    await nell.write(room, "while one looks");
    await messageOf(shower, "while one looks").waitFor();
    // The next frame of the inbox is behind it: whoever wanted to tell of it has done so.
    await nell.write("global", "hello @set_otto");
    await expect.poll(all).toContain("Nell in Everyone: You were mentioned in a message.");
    const after = (await all()).filter((line) => !line.startsWith("closed"));
    expect(after.length).toBe(before.length + 1);

    // One that is closed while its picture still loads was never shown, and says nothing of its end.
    const shown = () => Promise.all([page, second].map((tab) => tab.evaluate(() => Reflect.get(window, "lastShown"))));
    await expect.poll(shown).toContain("Nell in Everyone");

    // Who is out, from whichever device, leaves nothing of it on the screen.
    const left = await context.request.post("/api/auth/logout", { headers: { origin: server().origin } });
    expect(left.ok()).toBe(true);
    await page.getByRole("button", { name: "Log in" }).waitFor();
    await expect.poll(all).toContain("closed Nell in Everyone");
  });

  test("two windows: how the page looks holds in both, and what each changes at the same moment is kept", async () => {
    const { page, context } = await member("set_ravi", "Ravi");
    const second = await context.newPage();
    await Promise.all([page.goto("/settings"), second.goto("/settings")]);
    await page.getByRole("radio", { name: "Dark" }).click();
    const looks = () => second.evaluate(() => ({ ...document.documentElement.dataset }));
    await expect.poll(looks).toMatchObject({ theme: "dark" });
    await expect.poll(() => second.getByRole("radio", { name: "Dark" }).isChecked()).toBe(true);

    await Promise.all([
      page.getByRole("radio", { name: "24-hour" }).click(),
      second.getByRole("checkbox", { name: "Let others see that you are writing" }).click(),
    ]);
    await page.getByRole("checkbox", { name: "Let others see that you are here" }).click();
    await expect
      .poll(async () => (await (await context.request.get("/api/me")).json()).user.settings)
      .toEqual({ clock: "h23", privacy: { typing: false, presence: false } });
  });

  test("says so where its code cannot be fetched, and comes once it can be", async () => {
    const { page, context } = await member("set_suna", "Suna");
    await openRoom(page);
    const isScreen = /\/assets\/own-screens-[^/]*\.js$/;
    await context.route(isScreen, (route) => route.abort());
    await goTo(page, "/settings");
    await page.getByRole("heading", { name: "Confab is out of reach" }).waitFor();
    await context.unroute(isScreen);
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("radio", { name: "Dark" }).waitFor();
  });

  test("what one hides is not told, what one shows is, and the screen is free of what axe finds", async () => {
    const [{ page, id }, pia] = await Promise.all([member("set_quin", "Quin"), member("set_pia", "Pia")]);
    const room = directRoomId(pia.id, id);
    await openRoom(page, room);
    await page.getByRole("textbox", { name: /^Message to/ }).fill("did you see this?");
    await page.keyboard.press("Enter");
    await openRoom(pia.page, room);
    await page.getByText("Here now").waitFor();
    await messageOf(page, "did you see this?").getByText("Seen").waitFor();
    await pia.page.getByRole("textbox", { name: /^Message to/ }).pressSequentially("ye");
    await page.getByText("Pia is writing…").waitFor();

    await goTo(pia.page, "/settings");
    await pia.page.getByRole("checkbox", { name: "More contrast" }).click();
    expect(await faultsOf(pia.page)).toEqual([]);
    for (const name of [
      /^Let others see how far/,
      "Let others see that you are writing",
      "Let others see that you are here",
    ]) {
      await pia.page.getByRole("checkbox", { name }).click();
      await expect.poll(() => pia.page.getByRole("checkbox", { name }).isChecked()).toBe(false);
    }
    await expect
      .poll(async () => (await (await pia.context.request.get("/api/me")).json()).user.settings.privacy)
      .toEqual({
        receipts: false,
        typing: false,
        presence: false,
      });
    await openRoom(pia.page, room);
    await pia.page.getByRole("textbox", { name: /^Message to/ }).pressSequentially("s, I did");
    await pia.page.keyboard.press("Enter");
    await messageOf(page, "yes, I did").waitFor();
    await page.getByText("Only the two of you").first().waitFor();
    await page.getByRole("textbox", { name: /^Message to/ }).fill("and this?");
    await page.keyboard.press("Enter");
    await messageOf(pia.page, "and this?").waitFor();
    // It is read on her side; nobody hears of it on his.
    const unread = async () => {
      const answer = await pia.context.request.get(`/api/rooms/${encodeURIComponent(room)}`);
      return (await answer.json()).room.unread;
    };
    await expect.poll(unread).toBe(0);
    // What comes after it over the same line is there.
    await page.getByRole("textbox", { name: /^Message to/ }).fill("and that?");
    await page.keyboard.press("Enter");
    await messageOf(pia.page, "and that?").waitFor();
    await messageOf(page, "and that?").locator(".message-text").waitFor();
    expect(await page.getByText("Seen").count()).toBe(0);
    expect(await page.locator(".typing").textContent()).toBe("");
    expect(await pia.page.evaluate(() => document.documentElement.dataset["contrast"])).toBe("more");
  });
});
