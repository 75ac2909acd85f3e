import { describe, expect, test } from "vitest";
import { goTo, member, messageOf, messagesOn, openRoom, PASSWORD, person, visitor, write } from "../scene.ts";

describe("talking", () => {
  test("two people sign up, talk in the global room and in private, and find everything again", async () => {
    const [alice, bob] = await Promise.all([visitor(), visitor()]);
    await alice.signUp("alice", "Alice Liddell");
    await bob.signUp("bob", "Bob");

    await alice.page.getByRole("link", { name: "Open Everyone" }).click();
    await openRoom(bob.page);
    await alice.page.getByText("2 people here").waitFor();
    await write(alice.page, "Hello, whoever is here");
    await messageOf(bob.page, "Hello, whoever is here").waitFor();
    await write(bob.page, "Hello Alice");
    await messageOf(alice.page, "Hello Alice").waitFor();
    expect(await messagesOn(alice.page)).toEqual(["Hello, whoever is here", "Hello Alice"]);

    await alice.page.getByRole("link", { name: "Find people" }).first().click();
    await alice.page.getByRole("searchbox", { name: "Name or username" }).fill("BO");
    await alice.page.getByRole("link", { name: /Bob @bob/ }).click();
    await alice.page.getByText("This is the beginning of your conversation with Bob").waitFor();
    await write(alice.page, "Between the two of us");

    // A first direct message appears in the list of somebody who looks elsewhere.
    const conversations = bob.page.getByRole("navigation", { name: "Conversations" });
    await conversations.getByText("Between the two of us").waitFor();
    await expect.poll(() => bob.page.title()).toBe("(1) Everyone · Confab");
    await conversations.getByRole("link", { name: /Alice Liddell/ }).click();
    await messageOf(bob.page, "Between the two of us").waitFor();
    await expect.poll(() => bob.page.title()).toBe("Alice Liddell · Confab");
    await bob.page.getByRole("textbox", { name: /^Message to/ }).pressSequentially("Our sec");
    await alice.page.getByText("Bob is writing…").waitFor();

    // Close the window, come back: still signed in, everything there, the draft too.
    const address = bob.page.url();
    await bob.page.close();
    const again = await bob.context.newPage();
    await again.goto(address);
    await messageOf(again, "Between the two of us").waitFor();
    expect(await again.getByRole("textbox", { name: /^Message to/ }).inputValue()).toBe("Our sec");
    await goTo(again, "/r/global");
    // First what the device has kept, then what the room says.
    await expect.poll(() => messagesOn(again)).toEqual(["Hello, whoever is here", "Hello Alice"]);

    const carol = await member("carol", "Carol");
    await carol.page.goto(address);
    await carol.page.getByRole("heading", { name: "There is no such conversation" }).waitFor();
    await goTo(carol.page, "/search?q=two");
    await carol.page.getByText("Nothing found for “two”.").waitFor();
    expect([alice, bob, carol].flatMap(({ violations }) => violations)).toEqual([]);
  });

  test("a name that is taken and a wrong password are said beside the field, and nothing is lost", async () => {
    const { page, signUp } = await visitor();
    const { username } = await person("taken");
    await page.goto("/signup");
    await page.getByRole("button", { name: "Create account" }).click();
    await page.getByText("Use 3 to 32 letters a–z, digits and _, and begin with a letter.").waitFor();
    await page.getByLabel("Username").fill(username);
    await page.getByLabel("Password", { exact: true }).fill("long enough");
    await page.getByRole("button", { name: "Create account" }).click();
    await page.getByText("That username is taken. Try another one.").waitFor();
    expect(await page.getByLabel("Username").inputValue()).toBe(username);

    await page.goto("/login");
    await page.getByLabel("Username").fill(username);
    await page.getByLabel("Password", { exact: true }).fill("not the one");
    await page.getByRole("button", { name: "Log in" }).click();
    await page.getByText("That username and password do not match.").waitFor();
    await signUp("dora", "Dora");
  });

  test("logging in leads to where one wanted to go, logging out ends it everywhere in this browser", async () => {
    const { page, context } = await visitor();
    const { username } = await person("erin", "Erin");
    await page.goto("/profile");
    await page.waitForURL("**/login?next=%2Fprofile");
    await page.getByLabel("Username").fill(username);
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Your profile" }).waitFor();
    await page.getByLabel("Display name").fill("Erin Hunter");
    await page.getByRole("button", { name: "Save" }).click();
    await page.locator(".form-done").waitFor();

    const other = await context.newPage();
    await openRoom(other);
    await page.getByRole("button", { name: "Log out" }).click();
    await page.waitForURL("**/login");
    await other.getByText("You were logged out. Log in again to go on.").waitFor();
  });

  test("unknown addresses say so and lead back", async () => {
    const { page } = await member("fay", "Fay");
    const unknown = [
      ["/r/global/7/8", "/r/nonsense"],
      ["/u", "/r/dm:a:a"],
      ["/rooms", "/r/global/x"],
    ];
    await page.goto("/nowhere");
    await page.getByRole("heading", { name: "Nothing at this address" }).waitFor();
    await page.goto("/r/%E0%A4%A");
    await page.getByRole("heading", { name: "There is no such conversation" }).waitFor();
    // In turn, so that each shows what the one before it does not.
    for (const [address = "", room = ""] of unknown) {
      await goTo(page, address);
      await page.getByRole("heading", { name: "Nothing at this address" }).waitFor();
      await goTo(page, room);
      await page.getByRole("heading", { name: "There is no such conversation" }).waitFor();
    }
    await page.getByRole("link", { name: "To your conversations" }).click();
    await page.getByText("Good to see you").waitFor();
  });
});
