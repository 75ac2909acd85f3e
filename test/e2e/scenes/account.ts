import { readFile } from "node:fs/promises";
import { parse } from "valibot";
import { describe, expect, test } from "vitest";
import { SignedIn } from "../../../worker/protocol.ts";
import { type Answer, ask } from "../../protocol/http.ts";
import { faultsOf } from "../faults.ts";
import { goTo, member, openRoom, PASSWORD, server, visitor } from "../scene.ts";

const NEW_PASSWORD = "staple battery horse";
const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";

/** The same person somewhere else, by a program. */
async function elsewhere(username: string, userAgent: string) {
  const { body } = await ask(`${server().origin}/api/auth/login`, {
    method: "POST",
    json: { username, password: PASSWORD, session: "token" },
    headers: { "user-agent": userAgent },
  });
  const { token = "" } = parse(SignedIn, body);
  return (): Promise<Answer> => ask(`${server().origin}/api/me`, { token });
}

describe("one's account", () => {
  test("one sees where one is logged in and ends it, and a new password ends all the rest", async () => {
    const { page, signUp } = await visitor();
    await signUp("uma", "Uma");
    const [phone, script] = [await elsewhere("uma", IPHONE), await elsewhere("uma", "Archiver/2.1 (cron)")];
    const other = await visitor();
    await other.page.goto("/login");
    await other.page.getByLabel("Username").fill("uma");
    await other.page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await other.page.keyboard.press("Enter");
    await other.page.getByText("Good to see you").waitFor();

    await page.goto("/profile");
    await page.getByRole("link", { name: "Account and security" }).click();
    const devices = page.getByRole("main").getByRole("listitem");
    await devices.filter({ hasText: "This device" }).waitFor();
    expect(await devices.count()).toBe(4);
    expect(await devices.first().textContent()).toContain("Chrome on Linux");
    expect(await devices.filter({ hasText: "Archiver" }).count()).toBe(1);
    expect(await faultsOf(page)).toEqual([]);

    expect((await phone()).status).toBe(200);
    await page.getByRole("button", { name: /^Log out Safari on iPhone, since/ }).click();
    await expect.poll(() => devices.count()).toBe(3);
    expect((await phone()).status).toBe(401);
    expect((await script()).status).toBe(200);

    await page.getByLabel("Current password").fill("not the one");
    await page.getByLabel("New password").fill("short");
    await page.getByRole("button", { name: "Change password" }).click();
    await page.getByText("Use 8 to 256 characters.").waitFor();
    // Again, and nothing else is wrong than before: where to go on is said by the focus.
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute("autocomplete"));
    await page.getByRole("button", { name: "Change password" }).focus();
    await page.keyboard.press("Enter");
    await expect.poll(focused).toBe("new-password");
    await page.getByLabel("New password").fill(NEW_PASSWORD);
    await page.getByRole("button", { name: "Change password" }).click();
    await page.getByText("That is not your password.").waitFor();
    expect((await script()).status).toBe(200);
    await page.getByLabel("Current password").fill(PASSWORD);
    await page.keyboard.press("Enter");
    await page.locator(".form-done").waitFor();
    await other.page.getByText("You were logged out. Log in again to go on.").waitFor();
    expect((await script()).status).toBe(401);
    await page.reload();
    await page.getByText("You are logged in nowhere else.").waitFor();
  });

  test("who signs in in one window of a browser is signed in in all of them", async () => {
    const { page, context, signUp } = await visitor();
    const other = await context.newPage();
    await other.goto("/login");
    await other.getByLabel("Username").waitFor();
    await signUp("zita", "Zita");
    for (const window of [page, other]) {
      await window.getByRole("navigation", { name: "Conversations" }).waitFor();
      await window.locator(".profile-link", { hasText: "Z" }).waitFor();
    }
  });

  test("one takes one's data along, and leaves for good, with nothing left on the device", async () => {
    const { page } = await member("vito", "Vito");
    await openRoom(page);
    await page.getByRole("textbox", { name: /^Message to/ }).fill("a draft that nobody will read");
    await goTo(page, "/account");
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download your data" }).click();
    const file = await download;
    await page
      .getByText(/^All of it is in your downloads. \d+ kB: 0 messages, 0 reactions and \d+ other lines$/)
      .waitFor();
    expect(file.suggestedFilename()).toBe("confab-vito.jsonl");
    const lines = (await readFile(await file.path(), "utf8")).trimEnd().split("\n");
    expect(JSON.parse(lines[1] ?? "")).toMatchObject({ type: "account", user: { username: "vito" } });
    expect(JSON.parse(lines.at(-1) ?? "")).toEqual({ type: "end", lines: lines.length - 1 });

    const kept = () => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("draft:")).length);
    expect(await kept()).toBe(1);
    await page.getByRole("button", { name: "Delete my account" }).click();
    await page.getByRole("button", { name: "Keep my account" }).click();
    await page.getByRole("button", { name: "Delete my account" }).click();
    const password = page.getByLabel("Password", { exact: true });
    await password.fill("not the one");
    await page.getByRole("button", { name: "Delete it for good" }).click();
    await page.getByText("That is not your password.").waitFor();
    await password.fill(PASSWORD);
    await page.getByRole("button", { name: "Delete it for good" }).click();
    await page.getByText("Your account was deleted.").waitFor();
    expect(await kept()).toBe(0);
    const databases = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
    expect(databases).toEqual([]);

    await page.getByLabel("Username").fill("vito");
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByText("That username and password do not match.").waitFor();
  });
});
