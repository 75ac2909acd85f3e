import { describe, expect, test } from "vitest";
import { goTo, member, messageOf, openRoom, write } from "../scene.ts";

describe("groups", () => {
  test("are made, shared by a link, renamed and left, and everybody in one sees it happen", async () => {
    const [ann, bob, carol] = await Promise.all([
      member("group_ann", "Ann"),
      member("group_bob", "Bob"),
      member("group_carol", "Carol"),
    ]);
    await openRoom(bob.page);
    await ann.page.goto("/groups/new");
    await ann.page.getByRole("button", { name: "Make group" }).click();
    await ann.page.getByText("Use 1 to 80 characters").waitFor();
    await ann.page.getByLabel("Group name").fill("Book club");
    await ann.page.getByLabel("Add people").fill("group_bo");
    await ann.page.getByRole("checkbox", { name: /group_bob/ }).check();
    await ann.page.getByRole("button", { name: "Make group" }).click();
    await write(ann.page, "Welcome");

    // Bob looks elsewhere: the group comes into his list, and what is said in it.
    const conversations = bob.page.getByRole("navigation", { name: "Conversations" });
    await conversations.getByText("Ann: Welcome").waitFor();
    await conversations.getByRole("link", { name: /Book club/ }).click();
    await write(bob.page, "Thank you");
    await messageOf(ann.page, "Thank you").waitFor();

    await ann.page.getByRole("link", { name: "Details" }).click();
    await ann.page.getByLabel("Group name").fill("Reading circle");
    await ann.page.getByLabel("Topic").fill("Everything with pages");
    await ann.page.getByRole("button", { name: "Save" }).click();
    await bob.page.getByRole("heading", { name: "Reading circle" }).first().waitFor();
    await bob.page.getByText("2 members · Everything with pages").waitFor();

    // A link for one more, who needs nothing but it.
    await ann.page.getByLabel("For").selectOption("1 person");
    await ann.page.getByRole("button", { name: "Make a link" }).click();
    const link = ann.page.getByLabel("Invite link");
    const address = await link.inputValue();
    await carol.page.goto(address);
    await carol.page.getByText("2 members").waitFor();
    await carol.page.getByRole("button", { name: "Join" }).click();
    await messageOf(carol.page, "Welcome").waitFor();
    await ann.page.getByText("3 members · Everything with pages").waitFor();
    await ann.page.getByRole("link", { name: "Carol", exact: true }).waitFor();
    await ann.page.getByRole("button", { name: "Make a link" }).click();
    await ann.page.getByRole("button", { name: "Revoke Invite link 1" }).click();
    await expect.poll(() => ann.page.locator("h2:focus").textContent()).toBe("Invite links");

    // Out: what he has open closes, and the group is gone from his list.
    await bob.page.getByRole("textbox", { name: /^Message to/ }).fill("I was about to say");
    await ann.page.getByRole("button", { name: "Remove Bob" }).click();
    await ann.page.getByRole("alertdialog").getByRole("button", { name: "Remove", exact: true }).click();
    await bob.page.getByRole("heading", { name: "You are no longer in this group" }).waitFor();
    await expect.poll(() => conversations.getByRole("link", { name: /Reading circle/ }).count()).toBe(0);
    await goTo(bob.page, address);
    await bob.page.getByRole("heading", { name: "This invitation is no longer valid" }).waitFor();

    // The owner leaves to whoever is left.
    await ann.page.getByRole("button", { name: "Leave group" }).click();
    await ann.page.getByText("Carol becomes its owner").waitFor();
    await ann.page.getByRole("alertdialog").getByRole("button", { name: "Leave group" }).click();
    await carol.page.getByText("1 member").waitFor();
    await carol.page.getByRole("link", { name: "Details" }).click();
    await carol.page.getByText("Owner, you").waitFor();
  });

  test("that are public are found and joined; a muted one keeps quiet on every device", async () => {
    const [ann, bob] = await Promise.all([member("public_ann", "Ann"), member("public_bob", "Bob")]);
    await ann.page.goto("/groups/new");
    await ann.page.getByLabel("Group name").fill("Çay Bahçesi");
    await ann.page.getByLabel("Public group").check();
    await ann.page.getByRole("button", { name: "Make group" }).click();
    await ann.page.getByRole("textbox", { name: /^Message to/ }).waitFor();
    const address = ann.page.url();

    await bob.page.goto("/groups");
    await bob.page.getByRole("searchbox", { name: "Find a group by name" }).fill("cay bah");
    await bob.page.getByRole("button", { name: "Join Çay Bahçesi" }).click();
    await bob.page.getByText("2 members").waitFor();
    const other = await bob.context.newPage();
    await openRoom(other);
    const row = other.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name: /Çay Bahçesi/ });
    await row.waitFor();
    await bob.page.getByRole("link", { name: "Details" }).click();
    await bob.page.getByRole("checkbox", { name: /^Mute/ }).check();
    await row.getByText("Muted").waitFor();
    await goTo(bob.page, "/r/global");
    await ann.page.goto(address);
    await write(ann.page, "Anybody here?");
    await row.getByText("Anybody here?").waitFor();
    expect(await other.title()).toBe("Everyone · Confab");
  });
});
