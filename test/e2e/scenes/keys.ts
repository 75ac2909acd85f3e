import { beforeAll, describe, expect, test } from "vitest";
import { directRoomId } from "../../../worker/protocol.ts";
import { faultsOf } from "../faults.ts";
import { goTo, type Member, member, messageOf, openRoom, type Person, person, server, write } from "../scene.ts";

let zoe: Person;
let quiet: Person;
let kim: Member;

/** A window is opened for each scene; who they are is the same. */
describe("by keys alone", () => {
  beforeAll(async () => {
    [zoe, quiet] = await Promise.all([person("keys_zoe", "Zoë Keys"), person("keys_quiet", "Quiet Keys")]);
  });

  test("one jumps to a conversation or a person, and goes through the list", async () => {
    kim = await member("keys_kim", "Kim");
    const { page } = kim;
    const { keyboard } = page;
    await zoe.write(directRoomId(zoe.id, kim.id), "are you there?");
    await openRoom(page);
    const list = page.getByRole("navigation", { name: "Conversations" });
    await list.getByText("are you there?").waitFor();
    const dialog = page.getByRole("dialog", { name: "Jump to" });
    const box = page.getByRole("textbox", { name: /^Message to/ });
    /** The code of it comes when the page has been drawn. */
    await expect
      .poll(async () => {
        await keyboard.press("Control+k");
        return dialog.isVisible();
      })
      .toBe(true);

    // What is unread is offered first, and where one is not at all.
    const chosen = () => dialog.locator("[aria-selected=true]").textContent();
    expect(await chosen()).toContain("Zoë Keys");
    expect(await dialog.getByRole("option", { name: "Everyone" }).count()).toBe(0);
    expect(await faultsOf(page)).toEqual([]);
    await keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await expect.poll(() => box.evaluate((field) => field === document.activeElement)).toBe(true);

    // Somebody one never talked with, by a part of the name without its accents.
    await keyboard.press("Control+k");
    await keyboard.type("QUIET");
    await dialog.getByText("Start a conversation").waitFor();
    await keyboard.press("Enter");
    await page.getByRole("heading", { name: quiet.displayName }).first().waitFor();
    await expect.poll(() => box.evaluate((field) => field === document.activeElement)).toBe(true);

    await keyboard.press("Control+k");
    await keyboard.type("zoe");
    await expect.poll(chosen).toContain("Zoë Keys");
    await keyboard.press("ArrowDown");
    await keyboard.press("ArrowUp");
    await keyboard.press("Enter");
    await messageOf(page, "are you there?").waitFor();

    await keyboard.press("Alt+ArrowDown");
    await page.getByRole("heading", { name: "Everyone" }).first().waitFor();
    await keyboard.press("Alt+ArrowUp");
    await messageOf(page, "are you there?").waitFor();
    await keyboard.press("Alt+ArrowDown");
    await page.getByRole("heading", { name: "Everyone" }).first().waitFor();
    await zoe.write(directRoomId(zoe.id, kim.id), "and now?");
    await list.getByText("and now?").waitFor();
    await keyboard.press("Alt+Shift+ArrowDown");
    await messageOf(page, "and now?").waitFor();

    // The arrow alone is for one's last message, and an Escape that belongs to an input method leaves what is written to it.
    await write(page, "here I am");
    const own = messageOf(page, "here I am");
    await page.locator(".message:not(.is-unsent)").filter({ hasText: "here I am" }).waitFor();
    await keyboard.press("Alt+ArrowUp");
    expect(await box.inputValue()).toBe("");
    await keyboard.press("ArrowUp");
    const editing = page.getByRole("textbox", { name: "Your message" });
    await editing.waitFor();
    await editing.evaluate((field) => {
      const composed = { key: "Escape", isComposing: true, bubbles: true, cancelable: true };
      field.dispatchEvent(new KeyboardEvent("keydown", composed));
    });
    expect(await editing.inputValue()).toBe("here I am");
    await keyboard.press("Escape");
    await box.waitFor();

    // From part to part, past what hangs on a message.
    const message = `/api/rooms/${directRoomId(zoe.id, kim.id)}/messages/${await own.getAttribute("data-seq")}`;
    const { origin } = server();
    expect((await kim.context.request.put(`${message}/reactions/👍`, { headers: { origin } })).ok()).toBe(true);
    await own.getByRole("button", { name: /^👍 1/ }).waitFor();
    await own.focus();
    await keyboard.press("F6");
    await expect.poll(() => box.evaluate((field) => field === document.activeElement)).toBe(true);
    await page.getByRole("button", { name: "Skip to content" }).focus();
    await keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("main");
    await box.focus();

    // A question mark is a character where one writes, and a question where one does not.
    const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
    await keyboard.type("?");
    expect(await box.inputValue()).toBe("?");
    await box.fill("");
    await keyboard.press("Shift+Tab");
    await keyboard.press("?");
    await sheet.getByText("Jump to a conversation").waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await keyboard.press("Escape");
    await sheet.waitFor({ state: "detached" });
    await goTo(page, "/profile");
    await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
    await sheet.getByText("⌘").or(sheet.getByText("Ctrl")).first().waitFor();
  });
});
