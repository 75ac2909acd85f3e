import { describe, expect, test } from "vitest";
import { directRoomId } from "../../../worker/protocol.ts";
import { goTo, member, messageOf, openRoom, person, sayAll, staff, write } from "../scene.ts";

const FOLDED = "2 messages from somebody you blocked";

describe("people who want to be left alone", () => {
  test("R23 R24 block somebody in both directions, and a third person notices nothing", async () => {
    const [ann, bob, carol] = await Promise.all([
      member("block_ann", "Ann Block"),
      member("block_bob", "Bob Block"),
      member("block_carol", "Carol Block"),
    ]);
    const words = await person("block_words");
    const group = await words.ask("POST", "/rooms", {
      kind: "group",
      name: "Blocked garden",
      memberIds: [ann.id, bob.id, carol.id],
    });
    expect(group.status).toBe(201);
    await ann.page.goto("/groups");
    const inGroup = ann.page
      .getByRole("navigation", { name: "Conversations" })
      .getByRole("link", { name: /Blocked garden/ });
    for (const { page } of [ann, bob, carol]) {
      await page.goto("/");
      await page.getByRole("link", { name: /Blocked garden/ }).click();
    }
    await write(bob.page, "look at me");
    await write(bob.page, "look again");
    await messageOf(ann.page, "look again").waitFor();

    // From the card of a person; her other window follows.
    const garden = ann.page.url();
    const other = await ann.context.newPage();
    await other.goto(garden);
    await messageOf(other, "look again").waitFor();
    await goTo(ann.page, `/u/${bob.id}`);
    await ann.page.getByRole("button", { name: "Block", exact: true }).click();
    await ann.page.getByRole("alertdialog").getByRole("button", { name: "Block" }).click();
    await ann.page.getByText("You have blocked this person.").waitFor();
    await inGroup.getByText("1 message from somebody you blocked").waitFor();
    // In one line or in two: she may have read one of them when it was opened.
    await other
      .getByRole("button", { name: /from somebody you blocked/ })
      .first()
      .waitFor();
    expect(await messageOf(other, "look").count()).toBe(0);
    await other.close();
    await ann.page.goto(garden);
    const fold = ann.page.getByRole("button", { name: FOLDED });
    await fold.waitFor();
    // Tab leads to one place in the list, whatever stands there.
    expect(await ann.page.locator(".timeline-list [data-anchor][tabindex='0']").count()).toBe(1);
    expect(await messageOf(ann.page, "look").count()).toBe(0);

    // Somebody answers: the answer is there, what it quotes is not.
    await messageOf(carol.page, "look again").hover();
    await messageOf(carol.page, "look again").getByRole("button", { name: "Reply" }).click();
    await write(carol.page, "I see you");
    const answer = messageOf(ann.page, "I see you");
    await answer.getByText("1 message from somebody you blocked").waitFor();
    await fold.click();
    await messageOf(ann.page, "look at me").waitFor();
    await answer.getByText("look again").waitFor();
    expect(await carol.page.getByText("somebody you blocked").count()).toBe(0);
    expect(await bob.page.getByText("somebody you blocked").count()).toBe(0);

    // Between the two of them nobody writes, and nothing that was typed is lost.
    const room = directRoomId(ann.id, bob.id);
    await openRoom(bob.page, room);
    await write(bob.page, "why so quiet?");
    await bob.page.getByText("You cannot write to Ann Block at the moment").waitFor();
    await messageOf(bob.page, "why so quiet?").getByText("Not sent. You cannot write to this person.").waitFor();
    await goTo(ann.page, `/r/${encodeURIComponent(room)}`);
    await ann.page.getByText("You have blocked Bob Block. Neither of you can write here.").waitFor();

    // The list of them, and the way back.
    await goTo(ann.page, "/account");
    await ann.page.getByRole("button", { name: "Unblock Bob Block" }).click();
    await ann.page.getByText("You have not blocked anybody.").waitFor();
    await expect.poll(() => ann.page.locator("h2:focus").textContent()).toBe("Blocked people");
    await messageOf(bob.page, "why so quiet?").getByRole("button", { name: "Retry" }).click();
    await inRoomOf(ann.page, "why so quiet?");
    expect([...ann.problems, ...carol.problems]).toEqual([]);
  });

  test("R29 R30 are told why they cannot write, and until when, and lose nothing of it", async () => {
    const [mod, ann] = await Promise.all([staff("calm_mod", "Calm Mod", "moderator"), member("calm_ann", "Calm Ann")]);
    await openRoom(ann.page);
    await mod.page.goto("/r/global/info");
    await mod.page.getByLabel("Slow mode").selectOption("1 hour");
    await ann.page.getByText("Slow mode: wait 1 hour after each message.").waitFor();
    await ann.page.getByRole("main").getByText("Slow mode, 1 hour").waitFor();
    await write(ann.page, "one");
    await messageOf(ann.page, "one").waitFor();
    await write(ann.page, "two, too early");
    await ann.page.getByText(/your next message is sent in/).waitFor();
    await messageOf(ann.page, "two, too early").getByText("Waiting to be sent").waitFor();
    // What waits for long can be taken back meanwhile; and need not wait any longer than the room is slow.
    await messageOf(ann.page, "two, too early").getByRole("button", { name: "Delete" }).waitFor();
    await mod.page.getByLabel("Slow mode").selectOption("Off");
    await messageOf(ann.page, "two, too early").getByText("Waiting to be sent").waitFor({ state: "detached" });
    const lock = mod.page.getByRole("checkbox", { name: /^Lock/ });
    await lock.click();
    await ann.page.getByText("Only moderators write here for now.").waitFor();
    await expect.poll(() => lock.isChecked()).toBe(true);
    await lock.click();
    await ann.page.getByText("Only moderators write here for now.").waitFor({ state: "detached" });
    await goTo(mod.page, "/admin/audit");
    for (const done of ["unlocked Everyone", "locked Everyone", "turned slow mode off in Everyone"])
      await mod.page.getByText(`Calm Mod ${done}.`).waitFor();

    await goTo(mod.page, `/admin/people/${ann.id}`);
    await mod.page.getByRole("button", { name: "Time out…" }).click();
    const dialog = mod.page.getByRole("dialog", { name: "Time out Calm Ann?" });
    await dialog.getByLabel("5 minutes").check();
    await dialog.getByLabel("Reason").fill("to calm down");
    // What cannot be done leaves the dialog as it is, with what was written.
    await mod.context.setOffline(true);
    await dialog.getByRole("button", { name: "Time out", exact: true }).click();
    await dialog.getByText("The server does not answer").waitFor();
    await mod.context.setOffline(false);
    await dialog.getByRole("button", { name: "Time out", exact: true }).click();
    await mod.page.getByText("Timed out", { exact: true }).waitFor();
    await mod.page.getByText("Reason: to calm down").waitFor();
    const room = directRoomId(mod.id, ann.id);
    await openRoom(ann.page, room);
    await write(ann.page, "but I only");
    await ann.page.getByText(/A moderator gave you a timeout until/).waitFor();
    await messageOf(ann.page, "but I only").getByText("Not sent. A moderator gave you a timeout.").waitFor();
    await mod.page.getByRole("button", { name: "Lift timeout" }).click();
    await mod.page.getByText("Timed out", { exact: true }).waitFor({ state: "detached" });
    await messageOf(ann.page, "but I only").getByRole("button", { name: "Retry" }).click();
    await messageOf(ann.page, "but I only").getByText("Not sent.").waitFor({ state: "detached" });
    await ann.page.getByText(/A moderator gave you a timeout until/).waitFor({ state: "detached" });
  });

  test("H53 H56 report a message, which a moderator then deletes for everybody", async () => {
    const [mod, ann, bob] = await Promise.all([
      staff("report_mod", "Report Mod", "moderator"),
      member("report_ann", "Report Ann"),
      person("report_bob", "Report Bob"),
    ]);
    await sayAll(bob, "global", ["a vile thing to say"]);
    await openRoom(ann.page);
    await messageOf(ann.page, "a vile thing").focus();
    await ann.page.keyboard.press("Enter");
    await ann.page.getByRole("menuitem", { name: "Report" }).click();
    const dialog = ann.page.getByRole("dialog", { name: /Report what Report Bob wrote/ });
    await dialog.getByRole("button", { name: "Send report" }).click();
    await dialog.getByText("Say what is wrong").waitFor();
    await dialog.getByLabel("What is wrong?").fill("It hurts");
    await dialog.getByRole("button", { name: "Send report" }).click();
    await ann.page.getByText("A moderator will look at it.").waitFor();
    expect(await ann.page.locator("h2:focus").textContent()).toBe("Thank you");
    await ann.page.getByRole("button", { name: "Close" }).click();

    await mod.page.goto("/");
    await mod.page.getByRole("link", { name: /^Moderation 1 report is waiting/ }).click();
    const report = mod.page.getByRole("article", { name: "Report about Report Bob" });
    await report.getByText("a vile thing to say").waitFor();
    await report.getByText("It hurts").waitFor();
    await report.getByText(/Reported by Report Ann/).waitFor();
    await report.getByRole("button", { name: "Delete message…" }).click();
    await mod.page.getByRole("alertdialog").getByRole("button", { name: "Delete message" }).click();
    await mod.page.getByText("Nothing is waiting for you.").waitFor();
    await messageOf(ann.page, "a vile thing").waitFor({ state: "detached" });
    await mod.page.getByRole("link", { name: "Audit log" }).click();
    await mod.page.getByText("Report Mod deleted a message of Report Bob in Everyone.").waitFor();
    await mod.page.getByText("Report Mod closed a report about Report Bob: something was done.").waitFor();
  });
});

async function inRoomOf(page: Parameters<typeof messageOf>[0], text: string): Promise<void> {
  await page.getByRole("navigation", { name: "Conversations" }).getByText(text).waitFor();
}
