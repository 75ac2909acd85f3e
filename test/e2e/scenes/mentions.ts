import { parse } from "valibot";
import { describe, expect, test } from "vitest";
import { RoomAnswer } from "../../../worker/protocol.ts";
import { member, messageOf, openRoom, server, write } from "../scene.ts";

describe("in a group", () => {
  test("somebody is named from a list, finds where, and sees what is pinned and what a message said before", async () => {
    const [ann, bob] = await Promise.all([member("named_ann", "Ann"), member("named_bob", "Bob Бобров")]);
    const made = await ann.context.request.post("/api/rooms", {
      headers: { origin: server().origin },
      data: { kind: "group", name: "Choir", memberIds: [bob.id] },
    });
    const { room } = parse(RoomAnswer, await made.json());
    await openRoom(bob.page);
    await openRoom(ann.page, room.id);

    // By the name that is shown, in its own letters; taken with Enter, which does not send yet.
    const field = ann.page.getByRole("textbox", { name: /^Message to/ });
    await field.pressSequentially("Hello @боб");
    await ann.page.getByRole("option", { name: /Bob Бобров @named_bob/ }).waitFor();
    await ann.page.keyboard.press("Enter");
    await expect.poll(() => field.inputValue()).toBe("Hello @named_bob ");
    await ann.page.keyboard.type("- *can* you come? @nobody_here");
    await ann.page.keyboard.press("Enter");

    // He looks elsewhere: the mention is counted apart.
    const row = bob.page.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name: /Choir/ });
    await row.getByText("1 mention of you").waitFor();
    await row.click();
    const message = messageOf(bob.page, "you come?");
    // What reads the markup is fetched with the first message that has any.
    await message.locator(".mention").waitFor();
    expect(await message.getAttribute("class")).toContain("is-for-me");
    expect(await message.getAttribute("aria-label")).toContain("mentions you");
    // The code that shows who is meant may still be on its way.
    await expect.poll(() => message.locator(".mention").allTextContents()).toEqual(["@named_bob"]);
    expect(await messageOf(ann.page, "you come?").locator(".mention.is-me").count()).toBe(0);
    // The sign stays before the name in text that runs the other way.
    expect(await message.locator(".mention").evaluate((name) => getComputedStyle(name).direction)).toBe("ltr");

    // Pinned by the owner, found by everybody; a plain member has no such choice.
    await messageOf(ann.page, "you come?").hover();
    await ann.page.getByRole("button", { name: "More actions" }).click();
    await ann.page.getByRole("menuitem", { name: "Pin" }).click();
    await bob.page.getByRole("link", { name: "Details" }).click();
    await bob.page.getByRole("heading", { name: "Pinned messages" }).waitFor();
    await bob.page.locator(".pin").getByText("Hello @named_bob").waitFor();
    await message.hover();
    await bob.page.getByRole("button", { name: "More actions" }).click();
    await bob.page.getByRole("menuitem", { name: "Copy link" }).waitFor();
    expect(await bob.page.getByRole("menuitem", { name: /pin/i }).count()).toBe(0);
    await bob.page.keyboard.press("Escape");

    await write(ann.page, "At foru");
    await ann.page.locator("[data-seq]").filter({ hasText: "At foru" }).waitFor();
    await ann.page.keyboard.press("ArrowUp");
    const changing = ann.page.getByRole("textbox", { name: "Your message" });
    await expect.poll(() => changing.inputValue()).toBe("At foru");
    await changing.fill("At four");
    await ann.page.keyboard.press("Enter");
    const edited = messageOf(bob.page, "At four");
    await edited.getByText("(edited)").waitFor();
    await edited.hover();
    await bob.page.getByRole("button", { name: "More actions" }).click();
    await bob.page.getByRole("menuitem", { name: "Earlier versions" }).click();
    const dialog = bob.page.getByRole("dialog", { name: "Earlier versions" });
    await expect.poll(() => dialog.locator(".version-text").allTextContents()).toEqual(["At foru", "At four"]);
    await bob.page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
  });
});
