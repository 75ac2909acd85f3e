import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { HistoryPage, RoomsAnswer, SearchPage } from "../../../worker/protocol.ts";
import { expectProblem } from "../http.ts";
import { newId } from "../line.ts";
import { dialWith, person, strangers, trio } from "../person.ts";
import { origin } from "../server.ts";

describe("a direct room", () => {
  it("G5 is not there for a third person, over any call, and is for the two", async () => {
    const { alice, bob, room } = await strangers(origin());
    const carol = await person(origin(), "carol");
    await alice.write(room, "our zanzibar secret");
    await carol.write("global", "what is in zanzibar?");
    const reversed = room.replace(/^dm:(.*):(.*)$/, "dm:$2:$1");

    for (const insider of [alice, bob]) {
      expect(await insider.get(`/rooms/${room}`)).toMatchObject({ room: { id: room, lastSeq: 1 } });
      expect(v.parse(HistoryPage, await insider.get(`/rooms/${reversed}/messages`)).messages).toHaveLength(1);
      await expect
        .poll(async () => v.parse(RoomsAnswer, await insider.get("/rooms")).rooms.map(({ id }) => id), {
          timeout: 2_500,
        })
        .toContain(room);
      await expect
        .poll(async () => v.parse(SearchPage, await insider.get("/search?q=zanzibar%20secret")).hits.length, {
          timeout: 2_500,
        })
        .toBe(1);
    }

    for (const id of [room, reversed]) {
      for (const [method, path, json] of [
        ["GET", "", undefined],
        ["GET", "/messages", undefined],
        ["GET", "/messages?around=1", undefined],
        ["GET", "/messages?limit=0", undefined],
        ["POST", "/messages", { id: newId(), body: "let me in" }],
        ["POST", "/messages", { id: "x", body: "" }],
        ["PUT", "/read", { seq: 1 }],
      ] as const) {
        const answer = await carol.ask(method, `/rooms/${id}${path}`, json);
        const missing = await carol.ask(method, `/rooms/dm:nobody:noone${path}`, json);
        expect({ status: answer.status, body: answer.body }).toEqual({ status: missing.status, body: missing.body });
        if (!path.includes("limit=0") && json?.body !== "") expectProblem(answer, "not_found");
      }
      expectProblem(await carol.ask("GET", `/search?q=zanzibar&room=${id}`), "not_found");
      expectProblem(await carol.ask("GET", `/search?room=${id}`), "not_found");
      expect(await dialWith(origin(), `/ws/rooms/${id}?ticket=${await carol.ticket()}`).closed()).toBe(4504);
      expect(await dialWith(origin(), `/ws/rooms/${id}`, { authorization: `Bearer ${carol.token}` }).closed()).toBe(
        4504,
      );
    }
    expect(v.parse(RoomsAnswer, await carol.get("/rooms")).rooms.map(({ id }) => id)).toEqual(["global"]);
    for (const query of [
      "q=zanzibar",
      `q=zanzibar&from=${alice.id}`,
      `from=${alice.id}`,
      "q=secret",
      "q=-nothing&limit=100",
    ]) {
      const { body } = await carol.ask("GET", `/search?${query}`);
      if (query.startsWith("q=-"))
        expect(v.parse(SearchPage, body).hits.every(({ message }) => message.room !== room)).toBe(true);
      else expect(JSON.stringify(body)).not.toContain("our zanzibar");
    }
    // Nothing of what Carol tried left a trace.
    expect(v.parse(HistoryPage, await alice.get(`/rooms/${room}/messages`)).messages).toHaveLength(1);
    expect(await bob.get(`/rooms/${room}`)).toMatchObject({ room: { readSeq: 0 } });
  });

  it("G5 takes nobody's word for who they are", async () => {
    const { alice, bob, carol } = await trio(origin());
    const room = alice.roomWith(carol);
    const line = await carol.join(room);
    line.send({
      type: "send",
      id: newId(),
      body: "it is me",
      from: bob.asPerson,
      room: alice.roomWith(bob),
      userId: bob.id,
    });
    expect(await line.message(({ body }) => body === "it is me")).toMatchObject({ room, from: carol.asPerson });
    const answer = await carol.ask("POST", `/rooms/${room}/messages?userId=${bob.id}`, {
      id: newId(),
      body: "still",
      from: bob.id,
    });
    expect(answer).toMatchObject({ status: 201, body: { message: { from: carol.asPerson } } });
  });
});
