/** What one writes stays in the room where one wrote it. */
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { directRoomId } from "../../../worker/protocol.ts";
import { wiredMember } from "../offline.ts";
import { messageOf, openRoom, type Person, person, sayAll } from "../scene.ts";

const composer = (page: Page) => page.locator(".composer textarea");

async function bodiesIn(who: Person, room: string): Promise<unknown[]> {
  const page = await who.get(`/rooms/${room}/messages`);
  const messages: unknown = Reflect.get(Object(page), "messages");
  return Array.isArray(messages) ? messages.map((message) => Reflect.get(Object(message), "body")) : [];
}

describe("drafts", () => {
  test("never leave their room, however fast one goes, with a message on its way, an answer or an edit open", async () => {
    const [{ page, id, context, goOffline, goOnline }, carol, dave] = await Promise.all([
      wiredMember("drew", "Drew"),
      person("carol", "Carol"),
      person("dave", "Dave"),
    ]);
    const rooms = { carol: directRoomId(id, carol.id), dave: directRoomId(id, dave.id) };
    await Promise.all([sayAll(carol, rooms.carol, ["From Carol"]), sayAll(dave, rooms.dave, ["From Dave"])]);
    const said = await context.request.post(`/api/rooms/${rooms.dave}/messages`, {
      data: { id: "drews-own-one", body: "Mine to Dave" },
      headers: { "Sec-Fetch-Site": "same-origin" },
    });
    expect(said.status(), await said.text()).toBe(201);
    await openRoom(page, rooms.carol);
    const row = (room: string) => page.locator(`.room-link[href="/r/${encodeURIComponent(room)}"]`);
    await row(rooms.dave).waitFor();

    // An answer here, an edit there.
    await messageOf(page, "From Carol").hover();
    await page.getByRole("button", { name: "Reply" }).click();
    await page.keyboard.type("to Carol ");
    await row(rooms.dave).click();
    await messageOf(page, "Mine to Dave").waitFor();
    expect(await composer(page).inputValue()).toBe("");
    await page.keyboard.type("to Dave ");
    await messageOf(page, "Mine to Dave").focus();
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", { name: "Edit" }).click();
    await page.getByText("Editing your message").waitFor();

    // As fast as keys and clicks go: nobody waits for a room to be there.
    for (let turn = 0; turn < 4; turn++) {
      await row(rooms.carol).click();
      await page.keyboard.type("c");
      await row(rooms.dave).click();
      await page.keyboard.type("d");
    }
    const [withDave, withCarol] = ["Mine to Davedddd", "to Carol cccc"];
    expect(await composer(page).inputValue()).toBe(withDave);
    await page.getByText("Editing your message").waitFor();
    await row(rooms.carol).click();
    expect(await composer(page).inputValue()).toBe(withCarol);
    await page.getByText("Replying to Carol").waitFor();

    // Sent without a network, and gone elsewhere at once.
    await goOffline();
    await page.keyboard.press("Enter");
    await row(rooms.dave).click();
    await page.keyboard.type("d");
    await row(rooms.carol).click();
    await page.keyboard.type("more for Carol");
    await row(rooms.dave).click();
    await goOnline();
    await expect.poll(() => bodiesIn(carol, rooms.carol), { timeout: 10_000 }).toEqual(["From Carol", withCarol]);
    await page.reload();
    await composer(page).waitFor();
    expect(await composer(page).inputValue()).toBe(`${withDave}d`);
    await page.getByText("Editing your message").waitFor();
    await composer(page).press("Escape");
    expect(await composer(page).inputValue()).toBe("to Dave ");
    await row(rooms.carol).click();
    await messageOf(page, withCarol).waitFor();
    expect(await composer(page).inputValue()).toBe("more for Carol");
    expect(await bodiesIn(dave, rooms.dave)).toEqual(["From Dave", "Mine to Dave"]);
  });
});
