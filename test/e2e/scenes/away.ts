import { parse } from "valibot";
import { describe, expect, test } from "vitest";
import { RoomAnswer } from "../../../worker/protocol.ts";
import { wiredMember } from "../offline.ts";
import { member, messageOf, openRoom, person, server, write } from "../scene.ts";

describe("whoever was away", () => {
  test("sees without a reload all that was done meanwhile: to messages, to the group, and by whom", async () => {
    const [ann, ben, cleo] = await Promise.all([
      wiredMember("away_ann", "Ann"),
      member("away_ben", "Ben"),
      person("away_cleo", "Cleo"),
    ]);
    const made = await ben.context.request.post("/api/rooms", {
      headers: { origin: server().origin },
      data: { kind: "group", name: "Walkers", memberIds: [ann.id, cleo.id] },
    });
    const { room } = parse(RoomAnswer, await made.json());
    for (const body of ["edit me", "delete me", "pin me", "like me"]) await cleo.write(room.id, body);
    await openRoom(ann.page, room.id);
    await messageOf(ann.page, "like me").waitFor();
    await ann.goOffline();

    const change = (method: "put" | "patch" | "delete", path: string, data?: object) =>
      ben.context.request[method](`/api/rooms/${encodeURIComponent(room.id)}${path}`, {
        headers: { origin: server().origin },
        ...(data === undefined ? {} : { data }),
      });
    await cleo.ask("PATCH", `/rooms/${room.id}/messages/1`, { body: "edited while you were away" });
    await cleo.ask("DELETE", `/rooms/${room.id}/messages/2`);
    const answers = [
      await change("put", "/messages/3/pin"),
      await change("put", `/messages/4/reactions/${encodeURIComponent("👍")}`),
      await change("patch", "", { name: "Hikers", topic: "Up and down" }),
    ];
    expect(answers.map((answer) => answer.ok())).toEqual([true, true, true]);
    await openRoom(ben.page, room.id);
    await write(ben.page, "Where is @away_ann?");
    await change("delete", `/members/${cleo.id}`);

    await ann.goOnline();
    await messageOf(ann.page, "edited while you were away").getByText("(edited)").waitFor();
    await ann.page.getByText("This message was deleted.").waitFor();
    expect(await messageOf(ann.page, "delete me").count()).toBe(0);
    await messageOf(ann.page, "pin me").locator(".pinned").waitFor();
    await messageOf(ann.page, "like me").getByText("👍").waitFor();
    await messageOf(ann.page, "Where is @away_ann?").locator(".mention.is-me").waitFor();
    await ann.page.getByRole("heading", { name: "Hikers" }).first().waitFor();
    await ann.page.getByText("2 members · Up and down").waitFor();
    await ann.page
      .getByRole("navigation", { name: "Conversations" })
      .getByRole("link", { name: /Hikers/ })
      .waitFor();
  });
});
