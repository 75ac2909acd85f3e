import { describe, expect, test } from "vitest";
import { directRoomId } from "../../../worker/protocol.ts";
import { member, messageOf, person, sayAll } from "../scene.ts";

describe("searching", () => {
  test("with operators finds exactly what is meant, keeps it in the address, and says what it does not understand", async () => {
    const [ann, bob] = await Promise.all([member("search_ann", "Ann"), person("search_bob", "Bob Ross")]);
    const { page } = ann;
    await sayAll(bob, directRoomId(ann.id, bob.id), [
      "the plan: https://example.org/plan",
      "the plan is on paper",
      "nothing at https://example.org/nothing",
    ]);
    await page.goto("/search");
    const field = page.getByRole("combobox", { name: "Words to look for" });
    const hits = page.locator(".hit-snippet");
    const faults = page.locator(".search-faults");
    await page.getByRole("button", { name: "from:", exact: true }).click();
    expect(await field.inputValue()).toBe("from:");
    await page.getByRole("option", { name: "You" }).waitFor();
    await page.keyboard.type("@ros");
    await page.getByRole("option", { name: `Bob Ross @${bob.username}` }).waitFor();
    expect(await field.getAttribute("aria-activedescendant")).toBe("search-option-0");
    await page.keyboard.press("Enter");
    await page.keyboard.type("plan has:l");
    await page.keyboard.press("Tab");
    await page.keyboard.type("on:");
    await page.keyboard.press("ArrowDown");
    await page.getByRole("option", { name: /^yesterday/, selected: true }).waitFor();
    await page.getByRole("option", { name: /^today/ }).click();
    const text = `from:@${bob.username} plan has:link on:today`;
    await expect.poll(() => hits.allTextContents()).toEqual(["the plan: https://example.org/plan"]);
    expect(await page.locator(".hit-snippet mark").allTextContents()).toEqual(["plan", "plan"]);

    await page.reload();
    await expect.poll(() => hits.allTextContents()).toEqual(["the plan: https://example.org/plan"]);
    expect(await field.inputValue()).toBe(text);

    // From here on the address is another one: what was found before is one step back.
    await field.press("End");
    await page.keyboard.type(" has:image");
    await faults.getByText("has: takes link").waitFor();
    expect(await field.getAttribute("aria-invalid")).toBe("true");
    expect(await hits.count()).toBe(0);
    await field.fill(`plan in:@${bob.username} from:@search_nobody`);
    await faults.getByText("Nobody has the username @search_nobody").waitFor();
    await page.goBack();
    await hits.first().waitFor();
    expect(await field.inputValue()).toBe(text);
    await hits.first().click();
    await messageOf(page, "the plan: https").waitFor();
    await page.goBack();
    await hits.first().waitFor();
    expect(await field.inputValue()).toBe(text);
  });
});
