import type { Locator, Page } from "playwright-core";
import { parse } from "valibot";
import { describe, expect, test } from "vitest";
import { directRoomId, type Message, RoomAnswer } from "../../../worker/protocol.ts";
import type { RoomLine } from "../../protocol/line.ts";
import { kept, type WiredMember, wiredMember } from "../offline.ts";
import { goTo, listen, member, messageOf, messagesOn, openRoom, person, server, write } from "../scene.ts";

const states = (page: Page) => page.locator(".unsent-state").allTextContents();

/** Somebody at the room and what everybody else in it is sent, where each message must come once. */
async function atRoom(username: string, displayName: string): Promise<WiredMember & { others: RoomLine }> {
  const [someone, listener] = await Promise.all([wiredMember(username, displayName), person("listener")]);
  const others = await listener.join("global");
  await openRoom(someone.page);
  return { ...someone, others };
}

/** What was said since the listener came. */
const said = (others: RoomLine) => heard(others).map(({ body }) => body);
const saidBy = (others: RoomLine) => heard(others).map(({ from, body }) => `${from.displayName}: ${body}`);

function heard(others: RoomLine): Message[] {
  return others.frames.flatMap((frame) => (frame.type === "messages" ? frame.messages : []));
}

const hear = (others: RoomLine, text: string) => others.message(({ body }) => body === text);

/** Opens a room and waits for the list, without which nobody knows what other conversations are called. Gives the list. */
async function openBesideList(page: Page, room: string, listed: RegExp): Promise<Locator> {
  await openRoom(page, room);
  const list = page.getByRole("navigation", { name: "Conversations" });
  await list.getByRole("link", { name: listed }).waitFor();
  return list;
}

async function leave(page: Page): Promise<void> {
  await goTo(page, "/r/global");
  await page.getByRole("textbox", { name: "Message to Everyone" }).waitFor();
}

describe("unsent messages", () => {
  test("what is written offline waits, says so, and arrives once when the network is back", async () => {
    const { page, others, goOffline, goOnline } = await atRoom("ivy", "Ivy");
    await write(page, "before");
    await hear(others, "before");
    await expect.poll(() => states(page)).toEqual([]);

    await goOffline();
    for (const text of ["first", "second", "third"]) await write(page, text);
    await page.getByText("You are offline. Your messages will be sent when you are back.").waitFor();
    expect((await messagesOn(page)).slice(-4)).toEqual(["before", "first", "second", "third"]);
    expect((await states(page)).filter((state) => /Waiting|Sending/.test(state))).toHaveLength(3);
    expect(said(others)).toEqual(["before"]);

    await goOnline();
    await hear(others, "third");
    await expect.poll(() => states(page)).toEqual([]);
    await page.locator(".banner").waitFor({ state: "detached" });
    expect((await messagesOn(page)).slice(-4)).toEqual(["before", "first", "second", "third"]);
    expect(said(others)).toEqual(["before", "first", "second", "third"]);
  });

  test("what was not sent survives closing the window, and goes out when it opens again", async () => {
    const { page, context, others, goOffline, goOnline } = await atRoom("jack", "Jack");
    await goOffline();
    await write(page, "written on the train");
    await expect.poll(() => kept(page)).toBe(1);
    await page.close();
    expect(said(others)).toEqual([]);

    await goOnline();
    const again = await context.newPage();
    // Any screen will do: the outbox does not need the room to be open.
    await again.goto("/profile");
    await hear(others, "written on the train");
    await goTo(again, "/r/global");
    // It may just take the place of what was unsent.
    await expect.poll(() => messageOf(again, "written on the train").count()).toBe(1);
    expect(said(others)).toEqual(["written on the train"]);
  });

  test("two tabs of one person send each message once", async () => {
    const { page, context, others, goOffline, goOnline } = await atRoom("kim", "Kim");
    const second = await context.newPage();
    await openRoom(second);
    await goOffline();
    for (let n = 1; n <= 4; n++) await write(n % 2 === 0 ? second : page, `tab message ${n}`);
    await goOnline();
    const expected = ["tab message 1", "tab message 2", "tab message 3", "tab message 4"];
    for (const text of expected) await hear(others, text);
    for (const anyone of [page, second]) {
      const arrived = async () =>
        (await messagesOn(anyone)).filter((text) => text.startsWith("tab message")).toSorted();
      await expect.poll(arrived, { timeout: 15_000 }).toEqual(expected);
      await expect.poll(() => states(anyone)).toEqual([]);
    }
    expect(said(others).toSorted()).toEqual(expected);
  });

  test("what was not sent is its writer's, though somebody else signs in to the browser meanwhile", async () => {
    const { page, context, others, goOffline, goOnline } = await atRoom("nell", "Nell");
    const next = await person("otto", "Otto");
    const cookies = await context.cookies();
    await goOffline();
    await write(page, "mine alone");
    await expect.poll(() => kept(page)).toBe(1);

    // As in another tab, of which this one hears nothing while there is no network.
    const nowIs = (token: string) => context.addCookies(cookies.map((cookie) => ({ ...cookie, value: token })));
    await nowIs(next.token);
    await goOnline();
    // The page is whose the browser is.
    const otto = page.locator(".profile-link", { hasText: "O" });
    await otto.waitFor();
    await next.write("global", "from the next one");
    await hear(others, "from the next one");
    expect(saidBy(others)).toEqual(["Otto: from the next one"]);

    // The other way round, in a tab that is awake: its socket is still good, and the first thing that is not tells it.
    await context.addCookies(cookies);
    await goTo(page, "/people?q=nell");
    await otto.waitFor({ state: "detached" });
    expect((await others.message(({ body }) => body === "mine alone")).from.displayName).toBe("Nell");
  });

  test("a refused message stays with its reason, and can be changed and sent again", async () => {
    const { page, others } = await atRoom("lena", "Lena");
    // Premise: an ordinary message goes through.
    await write(page, "fine");
    await hear(others, "fine");
    await write(page, "odd\u0007bell");
    const reason = "Not sent. The server did not accept that.";
    await messageOf(page, "odd").getByText(reason).waitFor();
    await page.getByRole("status").getByText(reason).waitFor({ state: "attached" });
    await page.getByRole("button", { name: "Edit" }).click();
    const box = page.getByRole("textbox", { name: /^Message to/ });
    expect(await box.inputValue()).toContain("bell");
    await write(page, "even bell");
    await hear(others, "even bell");
    await expect.poll(() => states(page)).toEqual([]);
    expect(said(others)).toEqual(["fine", "even bell"]);
  });

  test("a first message that was refused is found again, though its room is in no list", async () => {
    const [{ page, id }, boss] = await Promise.all([member("ugo", "Ugo"), person("lead", "Lead")]);
    const list = await openBesideList(page, directRoomId(id, boss.id), /Everyone/);
    expect((await boss.ask("PUT", `/blocks/${id}`)).status).toBe(204);
    await write(page, "may I?");
    await messageOf(page, "may I?")
      .getByText(/^Not sent/)
      .waitFor();
    await leave(page);
    await list.getByRole("link", { name: "A message that was not sent" }).click();
    await page.getByRole("article").filter({ hasText: "may I?" }).waitFor();
  });

  test("a first message that is refused while another room is open is told of, though its room is in no list", async () => {
    const [{ page, id, goOffline, goOnline }, boss] = await Promise.all([
      wiredMember("rex", "Rex"),
      person("chief", "Chief"),
    ]);
    const list = await openBesideList(page, directRoomId(id, boss.id), /Everyone/);
    await goOffline();
    await write(page, "may I?");
    await leave(page);
    expect((await boss.ask("PUT", `/blocks/${id}`)).status).toBe(204);
    await goOnline();
    await page.getByRole("status").getByText("A message that was not sent").waitFor({ state: "attached" });
    await list.getByRole("link", { name: "A message that was not sent" }).click();
    await page.getByRole("article").filter({ hasText: "may I?" }).waitFor();
  });

  test("what is refused while another room is open is told of, and what was written into one that is closed is kept", async () => {
    const [{ page, id, goOffline, goOnline }, boss] = await Promise.all([
      wiredMember("pia", "Pia"),
      person("boss", "Boss"),
    ]);
    const made = await boss.ask("POST", "/rooms", { kind: "group", name: "Rowers", memberIds: [id] });
    const { room: group } = parse(RoomAnswer, made.body);
    const withBoss = directRoomId(id, boss.id);
    await boss.write(withBoss, "hello");
    const list = await openBesideList(page, group.id, /Boss/);
    await goOffline();
    await write(page, "to the group");
    await goTo(page, `/r/${withBoss}`);
    await page.getByRole("textbox", { name: "Message to Boss" }).waitFor();
    await write(page, "to you");
    await leave(page);
    expect((await boss.ask("DELETE", `/rooms/${group.id}/members/${id}`)).status).toBe(204);
    expect((await boss.ask("PUT", `/blocks/${id}`)).status).toBe(204);

    const heard = await listen(page);
    await goOnline();
    await list.getByRole("link", { name: /Boss.*Not sent/s }).waitFor();
    // In one breath, or one after the other.
    await expect.poll(async () => (await heard()).join(" ")).toContain("A message to Boss was not sent.");
    await expect.poll(async () => (await heard()).join(" ")).toContain("A message that was not sent");
    const elsewhere = list.getByRole("link", { name: "A message that was not sent" });
    await elsewhere.click();
    await page.getByRole("heading", { name: "What was not sent" }).waitFor();
    await page.getByText("to the group").waitFor();
    await page.reload();
    await page.getByText("to the group").waitFor();
    await page.getByRole("button", { name: "Delete" }).click();
    await elsewhere.waitFor({ state: "detached" });
    await page.getByText("to the group").waitFor({ state: "detached" });
  });

  test("the page outlives a server that is killed and comes back", async () => {
    const [{ page }, watcher] = await Promise.all([member("mona", "Mona"), member("watcher", "Watcher")]);
    await Promise.all([openRoom(page), openRoom(watcher.page)]);
    await write(page, "before the crash");
    await messageOf(watcher.page, "before the crash").waitFor();
    const restarted = server().crash();
    await write(page, "during the crash");
    await restarted;
    await messageOf(watcher.page, "during the crash").waitFor({ timeout: 45_000 });
    await expect.poll(() => states(page)).toEqual([]);
    expect((await messagesOn(page)).slice(-2)).toEqual(["before the crash", "during the crash"]);
    expect((await messagesOn(watcher.page)).slice(-2)).toEqual(["before the crash", "during the crash"]);
  });
});
