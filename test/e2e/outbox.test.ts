import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { messageOf, messagesOn, openGlobal, openScene, type Scene, type Visitor, write } from "./scene.ts";

let scene: Scene;
let watcher: Visitor;
beforeAll(async () => {
  scene = await openScene();
  watcher = await scene.visitor();
  await watcher.signUp("watcher", "Watcher");
  await openGlobal(watcher.page);
});
afterAll(() => scene?.close());

const states = (page: Page) => page.locator(".unsent-state").allTextContents();

test("what is written offline waits, says so, and arrives once when the network is back", async () => {
  const { page, context, signUp } = await scene.visitor();
  await signUp("ivy", "Ivy");
  await openGlobal(page);
  await write(page, "before");
  await messageOf(watcher.page, "before").waitFor();
  await expect.poll(() => states(page)).toEqual([]);

  await context.setOffline(true);
  for (const text of ["first", "second", "third"]) await write(page, text);
  await page.getByText("You are offline. Your messages will be sent when you are back.").waitFor();
  expect(await messagesOn(page)).toEqual(["before", "first", "second", "third"]);
  expect((await states(page)).filter((state) => /Waiting|Sending/.test(state))).toHaveLength(3);
  expect(await messageOf(watcher.page, "first").count()).toBe(0);

  await context.setOffline(false);
  await messageOf(watcher.page, "third").waitFor();
  await expect.poll(() => states(page)).toEqual([]);
  await page.locator(".banner").waitFor({ state: "detached" });
  for (const { page: anyone } of [{ page }, watcher]) {
    expect((await messagesOn(anyone)).slice(-4)).toEqual(["before", "first", "second", "third"]);
  }
});

test("what was not sent survives closing the window, and goes out when it opens again", async () => {
  const { page, context, signUp } = await scene.visitor();
  await signUp("jack", "Jack");
  await openGlobal(page);
  await context.setOffline(true);
  await write(page, "written on the train");
  await page.locator(".unsent-state").waitFor();
  await page.close();
  expect(await messageOf(watcher.page, "written on the train").count()).toBe(0);

  await context.setOffline(false);
  const again = await context.newPage();
  // Any screen will do: the outbox does not need the room to be open.
  await again.goto("/profile");
  await messageOf(watcher.page, "written on the train").waitFor();
  await openGlobal(again);
  await messageOf(again, "written on the train").waitFor();
  expect(await messageOf(again, "written on the train").count()).toBe(1);
  expect(await messageOf(watcher.page, "written on the train").count()).toBe(1);
});

test("two tabs of one person send each message once", async () => {
  const { page, context, signUp } = await scene.visitor();
  await signUp("kim", "Kim");
  await openGlobal(page);
  const second = await context.newPage();
  await openGlobal(second);
  await context.setOffline(true);
  for (let n = 1; n <= 4; n++) await write(n % 2 === 0 ? second : page, `tab message ${n}`);
  await context.setOffline(false);
  const expected = ["tab message 1", "tab message 2", "tab message 3", "tab message 4"];
  for (const anyone of [watcher.page, page, second]) {
    const arrived = async () => (await messagesOn(anyone)).filter((text) => text.startsWith("tab message")).toSorted();
    await expect.poll(arrived, { timeout: 15_000 }).toEqual(expected);
    await expect.poll(() => states(anyone)).toEqual([]);
  }
});

test("a refused message stays with its reason, and can be changed and sent again", async () => {
  const { page, signUp } = await scene.visitor();
  await signUp("lena", "Lena");
  await openGlobal(page);
  // Premise: an ordinary message goes through.
  await write(page, "fine");
  await messageOf(watcher.page, "fine").waitFor();
  await write(page, "odd\u0007bell");
  await page.getByText("Not sent. The server did not accept that.").waitFor();
  await page.getByRole("button", { name: "Edit" }).click();
  const box = page.getByRole("textbox", { name: /^Message to/ });
  expect(await box.inputValue()).toContain("bell");
  await write(page, "even bell");
  await messageOf(watcher.page, "even bell").waitFor();
  await expect.poll(() => states(page)).toEqual([]);
});

test("the page outlives a server that is killed and comes back", async () => {
  const { page, signUp } = await scene.visitor();
  await signUp("mona", "Mona");
  await openGlobal(page);
  await write(page, "before the crash");
  await messageOf(watcher.page, "before the crash").waitFor();
  const restarted = scene.server.crash();
  await write(page, "during the crash");
  await restarted;
  await messageOf(watcher.page, "during the crash").waitFor({ timeout: 45_000 });
  await expect.poll(() => states(page)).toEqual([]);
  expect((await messagesOn(page)).slice(-2)).toEqual(["before the crash", "during the crash"]);
  expect((await messagesOn(watcher.page)).slice(-2)).toEqual(["before the crash", "during the crash"]);
});
