import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { directRoomId, GLOBAL_ROOM_ID, RoomAnswer, SearchPage } from "../../../worker/protocol.ts";
import { faultsOf } from "../faults.ts";
import {
  goTo,
  member,
  messageOf,
  messagesOn,
  openRoom,
  PASSWORD,
  person,
  sayAll,
  server,
  staff,
  visitor,
} from "../scene.ts";

describe("the console", () => {
  test("H55 bans a raider and takes 500 messages in three rooms out in under a minute, before everybody's eyes", async () => {
    const [mod, ann, raider] = await Promise.all([
      staff("raid_mod", "Raid Mod", "moderator"),
      member("raid_ann", "Raid Ann"),
      person("raider", "Raider"),
    ]);
    const group = await raider.ask("POST", "/rooms", { kind: "group", name: "Raided group", memberIds: [ann.id] });
    const groupId = v.parse(RoomAnswer, group.body).room.id;
    const direct = directRoomId(raider.id, ann.id);
    const flood = (count: number, where: string) =>
      Array.from({ length: count }, (_, index) => `floodword ${where} ${index}`);
    await Promise.all([
      sayAll(raider, GLOBAL_ROOM_ID, flood(250, "here")),
      sayAll(raider, groupId, flood(150, "there")),
      sayAll(raider, direct, flood(100, "private")),
    ]);
    await openRoom(ann.page);
    await messageOf(ann.page, "floodword here 249").waitFor();
    await openRoom(mod.page);
    await messageOf(mod.page, "floodword here 249").waitFor();

    const startedAt = Date.now();
    await messageOf(mod.page, "floodword here 249").focus();
    await mod.page.keyboard.press("Enter");
    await mod.page.getByRole("menuitem", { name: "Moderate…" }).click();
    await mod.page.getByRole("button", { name: "Ban…" }).click();
    const dialog = mod.page.getByRole("dialog", { name: "Ban Raider?" });
    await dialog.getByLabel("Delete everything they ever wrote").check();
    await dialog.getByLabel("Reason").fill("a raid");
    await dialog.getByRole("button", { name: "Ban", exact: true }).click();
    await mod.page.getByText("Banned", { exact: true }).waitFor();
    // Whoever has the room open sees it go.
    await expect
      .poll(async () => (await messagesOn(ann.page)).filter((text) => text.includes("floodword")), { timeout: 30_000 })
      .toEqual([]);
    await mod.page.getByText("Messages being deleted").waitFor({ state: "detached", timeout: 60_000 });
    expect(Date.now() - startedAt).toBeLessThan(60_000);

    const conversations = ann.page.getByRole("navigation", { name: "Conversations" });
    await conversations
      .getByRole("link", { name: /Raided group/ })
      .getByText("Message deleted")
      .waitFor();
    await conversations.getByText("floodword").waitFor({ state: "detached" });
    for (const room of [GLOBAL_ROOM_ID, groupId, direct]) {
      const texts = await historyOf(ann, room);
      expect(texts.filter((text) => text.includes("floodword"))).toEqual([]);
    }
    await expect
      .poll(async () => v.parse(SearchPage, await jsonOf(ann, "/api/search?q=floodword")).hits, { timeout: 10_000 })
      .toEqual([]);
    await mod.page.getByText("Raid Mod banned Raider and deleted what they wrote. Reason: a raid").waitFor();
    await mod.page.getByRole("link", { name: "Audit log" }).click();
    await mod.page.getByLabel("What was done").selectOption("Bans");
    await mod.page.getByText("Raid Mod banned Raider and deleted what they wrote.").waitFor();
    await goTo(ann.page, `/admin/people/${raider.id}`);
    await ann.page.getByRole("heading", { name: "Nothing at this address" }).waitFor();

    // They are told so, once they know the password, and on a page that was open.
    const guest = await visitor();
    await guest.page.goto("/login");
    await guest.page.getByLabel("Username").fill(raider.username);
    await guest.page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await guest.page.getByRole("button", { name: "Log in" }).click();
    await guest.page.getByText("This account was banned").waitFor();
  });

  test("S34 tells somebody who is banned while they look at the page, and lets them in again when it is lifted", async () => {
    const [mod, bob] = await Promise.all([staff("ban_mod", "Ban Mod", "moderator"), member("ban_bob", "Ban Bob")]);
    await openRoom(bob.page);
    await mod.page.goto("/admin/people?q=ban_b");
    await mod.page.getByRole("link", { name: /Ban Bob/ }).click();
    await mod.page.getByRole("button", { name: "Ban…" }).click();
    await mod.page.getByRole("dialog").getByRole("button", { name: "Ban", exact: true }).click();
    await bob.page.getByText("This account was banned").waitFor();
    await mod.page.getByRole("button", { name: "Lift ban" }).click();
    await mod.page.getByText("Banned", { exact: true }).waitFor({ state: "detached" });
    await bob.page.getByLabel("Username").fill("ban_bob");
    await bob.page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await bob.page.getByRole("button", { name: "Log in" }).click();
    await bob.page.getByRole("textbox", { name: /^Message to/ }).waitFor();
  });

  test("H60 H61 lets in by an invite where nobody else signs up, and back in by a link where a password is lost", async () => {
    const [owner, bob] = await Promise.all([
      staff("door_owner", "Door Owner", "owner"),
      member("door_bob", "Door Bob"),
    ]);
    await owner.page.goto("/admin/settings");
    await owner.page.getByLabel("Name of the community").fill("Tea House");
    await owner.page.getByLabel("Whoever has an invite").check();
    await owner.page.getByRole("button", { name: "Save" }).click();
    await owner.page.getByText("Whoever has such a link can make an account.").waitFor();
    try {
      // One that was made by mistake ends when that is said twice.
      await owner.page.getByRole("button", { name: "Make a link" }).click();
      await owner.page.getByRole("button", { name: "Revoke Invite link 1" }).click();
      const sure = owner.page.getByRole("alertdialog", { name: "Revoke invite link 1?" });
      await sure.getByRole("button", { name: "Revoke" }).click();
      await owner.page.getByRole("textbox", { name: "Invite link" }).waitFor({ state: "detached" });
      expect(await owner.page.locator("h2:focus").textContent()).toBe("Invites to sign up");

      await owner.page.getByRole("button", { name: "Make a link" }).click();
      const link = await owner.page.getByRole("textbox", { name: "Invite link 1" }).inputValue();
      const guest = await visitor();
      // Where nobody could say how people sign up, the refusal does.
      await guest.page.route("**/api/community", (route) => route.abort(), { times: 1 });
      await guest.page.goto("/signup");
      await guest.page.getByLabel("Username").fill("door_guest");
      await guest.page.getByLabel("Password", { exact: true }).fill(PASSWORD);
      await guest.page.getByRole("button", { name: "Create account" }).click();
      await guest.page.getByText("Paste the invite that you were given.").waitFor();
      await guest.page.getByText("Tea House").waitFor();
      expect(await guest.page.getByLabel("Invite").getAttribute("aria-invalid")).toBe("true");
      await guest.page.goto(link);
      await guest.page.getByText("You are invited. Make an account to come in.").waitFor();
      await guest.page.getByLabel("Username").fill("door_guest");
      await guest.page.getByLabel("Password", { exact: true }).fill(PASSWORD);
      await guest.page.getByRole("button", { name: "Create account" }).click();
      await guest.page.getByRole("navigation", { name: "Conversations" }).waitFor();
    } finally {
      await owner.page.goto("/admin/settings");
      await owner.page.getByLabel("Name of the community").fill("Confab");
      await owner.page.getByLabel("Anybody", { exact: true }).check();
      await owner.page.getByRole("button", { name: "Save" }).click();
      await owner.page.getByText("At the moment anybody can sign up without one.").waitFor();
    }

    await goTo(owner.page, `/admin/people/${bob.id}`);
    await owner.page.getByRole("button", { name: "Make a link to set another password" }).click();
    const link = await owner.page.getByRole("textbox", { name: "Link to set another password" }).inputValue();
    await openRoom(bob.page);
    const elsewhere = await visitor();
    await elsewhere.page.goto(link);
    await elsewhere.page.getByLabel("New password").fill("another good password");
    expect(new URL(elsewhere.page.url()).hash).toBe("");
    await elsewhere.page.getByRole("button", { name: "Set password" }).click();
    await elsewhere.page.getByRole("heading", { name: "Your password is set" }).waitFor();
    await bob.page.getByText("You were logged out.").waitFor();
    await elsewhere.page.getByRole("link", { name: "Log in" }).click();
    await elsewhere.page.getByLabel("Username").fill("door_bob");
    await elsewhere.page.getByLabel("Password", { exact: true }).fill("another good password");
    await elsewhere.page.getByRole("button", { name: "Log in" }).click();
    await elsewhere.page.getByRole("navigation", { name: "Conversations" }).waitFor();
    await bob.page.goto(link);
    await bob.page.getByLabel("New password").fill("a third good password");
    await bob.page.getByRole("button", { name: "Set password" }).click();
    await bob.page.getByRole("heading", { name: "This link is no longer valid" }).waitFor();
    // Another one, pasted where that one was: for the browser it is the same page.
    await bob.page.evaluate(() => location.assign("#another.link"));
    await bob.page.getByLabel("New password").waitFor();
    expect(new URL(bob.page.url()).hash).toBe("");
  });

  test("is free of what axe finds on every screen, and is no address at all for everybody else", async () => {
    const [owner, ann] = await Promise.all([staff("axe_owner", "Axeowner", "owner"), member("axe_ann", "Axeann")]);
    const bob = await person("axe_bob", "Axe Bob of a rather long name that has to break somewhere");
    const seq = await sayAll(bob, GLOBAL_ROOM_ID, ["something to report"]);
    await jsonOf(ann, "/api/reports", { room: GLOBAL_ROOM_ID, seq, reason: "x".repeat(200) });
    const faults: Record<string, string[]> = {};
    const look = async (name: string) => {
      const found = await faultsOf(owner.page);
      if (found.length > 0) faults[name] = found;
    };
    // Told by the role that they get and lose, which is something for the log, too.
    for (const role of ["moderator", "member"])
      await jsonOf(owner, `/api/admin/people/${bob.id}/role`, { role }, "PUT");
    const { page } = owner;
    await page.goto("/");
    await page.getByRole("link", { name: /^Moderation/ }).click();
    for (const [screen, text] of [
      ["Reports", "something to report"],
      ["Rooms", "Slow mode of Everyone"],
      ["Audit log", "Axeowner gave"],
      ["Settings", "SEND_PER_SECOND"],
      ["Health", "The database answers in"],
      ["People", "@axe_ann"],
    ] as const) {
      await page.getByRole("navigation", { name: "Moderation" }).getByRole("link", { name: screen }).click();
      await page.getByText(text).or(page.getByLabel(text)).first().waitFor();
      await look(screen);
    }
    await page.getByRole("searchbox").fill("axe_bob");
    await page
      .getByRole("list", { name: "People" })
      .getByRole("link", { name: /Axe Bob/ })
      .click();
    await page.getByText("In the audit log").waitFor();
    await look("person");
    // The way to all people leads to all of them, whatever was looked for.
    await goTo(page, "/admin/people?q=axe_bob");
    await expect.poll(() => page.getByRole("searchbox").inputValue()).toBe("axe_bob");
    await page.getByRole("navigation", { name: "Moderation" }).getByRole("link", { name: "People" }).click();
    await page.getByText("@axe_ann").first().waitFor();
    expect(await page.getByRole("searchbox").inputValue()).toBe("");
    await goTo(page, `/admin/people/${bob.id}`);
    await page.getByRole("button", { name: "Ban…" }).click();
    await look("ban");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Time out…" }).click();
    await look("timeout");
    await page.keyboard.press("Escape");
    await page.getByRole("link", { name: "Profile", exact: true }).click();
    await page.getByRole("button", { name: "Report" }).click();
    await look("report");
    await page.goto("/reset#x.y");
    await page.getByLabel("New password").waitFor();
    await look("reset");
    expect(faults).toEqual({});
    expect(owner.violations).toEqual([]);

    const isNothing = async (address: string) => {
      await ann.page.goto(address);
      await ann.page.getByRole("heading", { name: "Nothing at this address" }).waitFor();
    };
    await isNothing("/admin");
    await isNothing(`/admin/people/${bob.id}`);
    expect(await ann.page.getByRole("link", { name: /Moderation/ }).count()).toBe(0);
    // A moderator sees more, and what is for administrators no more than anybody.
    await jsonOf(owner, `/api/admin/people/${ann.id}/role`, { role: "moderator" }, "PUT");
    // Told to the page as it is, which need not be asked for anew.
    await ann.page.getByRole("link", { name: /^Moderation/ }).waitFor();
    await isNothing("/admin/settings");
    await isNothing("/admin/reports/more");
    await ann.page.getByRole("link", { name: /^Moderation/ }).click();
    await ann.page.getByRole("heading", { name: "Moderation" }).waitFor();
    expect(await ann.page.getByRole("link", { name: "Settings" }).count()).toBe(0);
    // The page was opened as what she was before, and has heard since: what she may do is offered everywhere.
    await openRoom(ann.page);
    await messageOf(ann.page, "something to report").focus();
    await ann.page.keyboard.press("Enter");
    await ann.page.getByRole("menuitem", { name: "Moderate…" }).click();
    await ann.page.getByRole("button", { name: "Time out…" }).waitFor();
  });
});

type Somebody = Awaited<ReturnType<typeof member>>;

/** What the server says to somebody, by their own cookie. */
async function jsonOf(
  { context }: Somebody,
  path: string,
  data?: unknown,
  method = data === undefined ? "GET" : "POST",
) {
  const headers = { origin: server().origin };
  const answer = await context.request.fetch(new URL(path, server().origin).href, { method, data, headers });
  expect(answer.ok(), `${path}: ${answer.status()}`).toBe(true);
  const text = await answer.text();
  return text === "" ? undefined : JSON.parse(text);
}

/** All that was said in a room, as somebody reads it. */
async function historyOf(who: Somebody, room: string): Promise<string[]> {
  const Page = v.object({ messages: v.array(v.object({ seq: v.number(), body: v.string() })), hasBefore: v.boolean() });
  const texts: string[] = [];
  for (let before: number | undefined; ; ) {
    const query = new URLSearchParams({ limit: "100", ...(before === undefined ? {} : { before: String(before) }) });
    const page = v.parse(Page, await jsonOf(who, `/api/rooms/${encodeURIComponent(room)}/messages?${query}`));
    texts.push(...page.messages.map(({ body }) => body));
    before = page.messages[0]?.seq;
    if (!page.hasBefore || before === undefined) return texts;
  }
}
