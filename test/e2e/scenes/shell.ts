import type { Page } from "playwright-core";
import { describe, expect, onTestFinished, test } from "vitest";
import { directRoomId } from "../../../worker/protocol.ts";
import { Deploy } from "../deploy.ts";
import { faultsOf } from "../faults.ts";
import { keptRooms, wiredMember } from "../offline.ts";
import { goTo, member, messageOf, messagesOn, openRoom, person, sayAll, server, write } from "../scene.ts";

/** The page is kept as a whole, and what was seen in these rooms. */
async function isKept(page: Page, ...rooms: string[]): Promise<void> {
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await expect
    .poll(() => keptRooms(page))
    .toEqual(expect.arrayContaining(["rooms", ...rooms.map((id) => `timeline ${id}`)]));
}

/** The languages of which the worker keeps the texts of the settings, which no page here has shown yet. */
function keptLanguages(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const names = await caches.keys();
    const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return kept.flat().flatMap(({ url }) => /texts-(\w+)-settings-/.exec(url)?.[1] ?? []);
  });
}

describe("the page without a network", () => {
  test("opens with the rooms and their last 50 messages, lets one write, and goes on without a jump", async () => {
    const [ann, bob] = await Promise.all([
      wiredMember("shell_ann", "Ann", { serviceWorkers: "allow" }),
      person("shell_bob", "Bob Offline"),
    ]);
    const room = directRoomId(ann.id, bob.id);
    await sayAll(
      bob,
      room,
      Array.from({ length: 60 }, (_, n) => `message ${n + 1}`),
    );
    await openRoom(ann.page);
    await isKept(ann.page, "global");
    await openRoom(ann.page, room);
    await messageOf(ann.page, "message 60").waitFor();
    await isKept(ann.page, "global", room);
    await expect.poll(() => keptLanguages(ann.page)).toEqual(["en"]);
    await ann.goOffline();
    await ann.page.close();

    const page = await ann.context.newPage();
    const stopped: string[] = [];
    page.on("console", (said) => /Content Security Policy|Trusted/i.test(said.text()) && stopped.push(said.text()));
    await page.goto(`/r/${encodeURIComponent(room)}`);
    await messageOf(page, "message 60").waitFor();
    const shown = await messagesOn(page);
    expect([shown.length, shown[0], shown.at(-1)]).toEqual([50, "message 11", "message 60"]);
    expect(
      await page.locator(".timeline-scroll").evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight),
    ).toBeLessThan(2);
    const list = page.getByRole("navigation", { name: "Conversations" });
    await list.getByText("message 60").waitFor();
    await page.getByText("You are offline.").waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 800 });
    await write(page, "written without a network");
    await messageOf(page, "written without a network").getByText("Waiting to be sent").waitFor();
    await list.getByRole("link", { name: /Everyone/ }).click();
    await page.getByRole("heading", { name: "Everyone" }).first().waitFor();
    await page.goto("/settings");
    await page.getByRole("heading", { name: "Privacy" }).waitFor();

    await sayAll(bob, room, ["while you were away"]);
    await page.goto(`/r/${encodeURIComponent(room)}`);
    await messageOf(page, "written without a network").waitFor();
    await ann.goOnline();
    await messageOf(page, "while you were away").waitFor();
    await expect.poll(() => page.locator(".unsent-state").count()).toBe(0);
    await expect
      .poll(async () => (await messagesOn(page)).slice(-3))
      .toEqual(["message 60", "while you were away", "written without a network"]);
    expect(stopped).toEqual([]);
  });

  test("says that a new release is there, keeps what is being written, and becomes it when asked", async () => {
    const deploy = await Deploy.before(server().origin);
    onTestFinished(() => deploy.remove());
    const ann = await member("shell_eve", "Eve", { serviceWorkers: "allow", baseURL: `http://${deploy.host}` });
    const { page } = ann;
    await openRoom(page);
    await page.evaluate(async () => void (await navigator.serviceWorker.ready));
    const other = await ann.context.newPage();
    await openRoom(other);
    const box = page.getByRole("textbox", { name: /^Message to/ });
    await box.fill("in the middle of a");
    const says = page.getByText("A new version is available.");
    expect(await says.count()).toBe(0);
    await page.evaluate(() => Object.assign(window, { isOld: true }));

    deploy.next();
    await says.waitFor();
    // Nothing happens by itself: whoever writes goes on writing.
    await box.pressSequentially(" sentence");
    expect(await page.evaluate(() => Reflect.has(window, "isOld"))).toBe(true);
    await page.getByRole("button", { name: "Reload" }).click();
    await page.waitForFunction(() => !Reflect.has(window, "isOld"));
    await box.waitFor();
    await expect.poll(() => box.inputValue()).toBe("in the middle of a sentence");
    expect(await says.count()).toBe(0);
    // The other tab is old from then on, says so, and still finds its own files.
    await other.getByText("A new version is available.").waitFor();
    await other.getByRole("link", { name: "Your profile" }).click();
    await other.getByLabel("About you").waitFor();

    // Where nobody is in, nobody is asked: this release may be the reason why they do not come in.
    await other.close();
    const left = await ann.context.request.post("/api/auth/logout", { headers: { origin: `http://${deploy.host}` } });
    expect(left.ok()).toBe(true);
    await page.getByLabel("Username").waitFor();
    deploy.next();
    const waits = () => page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting != null);
    await page.goto("/login");
    await expect.poll(waits, { timeout: 10_000 }).toBe(true);
    await page.goto("/login");
    await expect.poll(waits, { timeout: 10_000 }).toBe(false);
    await page.getByLabel("Username").waitFor();
  });

  test("keeps the files of the release that a window runs, and not those of one that only waited", async () => {
    const deploy = await Deploy.before(server().origin);
    onTestFinished(() => deploy.remove());
    const { page, context } = await member("shell_ida", "Ida", {
      serviceWorkers: "allow",
      baseURL: `http://${deploy.host}`,
    });
    await openRoom(page);
    await page.evaluate(async () => void (await navigator.serviceWorker.ready));
    const other = await context.newPage();
    await openRoom(other);
    const releases = () =>
      page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith("page ")).sort());
    const [first = ""] = await releases();
    for (const waiting of [1, 2]) {
      deploy.next();
      await expect.poll(releases, { timeout: 10_000 }).toContain(`${first}-${waiting}`);
    }
    expect(await releases()).toEqual([first, `${first}-1`, `${first}-2`]);
    // Its files come one by one; it waits when it has them all.
    const isComing = () =>
      page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.installing !== null);
    await expect.poll(isComing, { timeout: 10_000 }).toBe(false);
    await page.evaluate(() => Object.assign(window, { isOld: true }));
    await page.getByRole("button", { name: "Reload" }).click();
    await page.waitForFunction(() => !Reflect.has(window, "isOld"));
    await expect.poll(releases).toEqual([first, `${first}-2`]);
    await other.getByRole("link", { name: "Your profile" }).click();
    await other.getByLabel("About you").waitFor();
  });

  test("keeps nothing of what was said when one logs out", async () => {
    const ann = await wiredMember("shell_lea", "Lea", { serviceWorkers: "allow" });
    const { page } = ann;
    await openRoom(page);
    await isKept(page, "global");
    await goTo(page, "/profile");
    await page.getByRole("button", { name: "Log out" }).click();
    await page.getByRole("button", { name: "Log in" }).waitFor();
    await expect.poll(() => keptRooms(page)).toEqual([]);
    expect(await page.evaluate(() => localStorage.getItem("me"))).toBeNull();
    await ann.goOffline();
    await page.goto("/r/global");
    await page.getByText("Confab is out of reach").waitFor();
    expect(await messagesOn(page)).toEqual([]);
  });
});
