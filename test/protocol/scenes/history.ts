import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { HistoryPage, type Message } from "../../../worker/protocol.ts";
import { expectProblem } from "../http.ts";
import { newId } from "../line.ts";
import { type Person, person, strangers } from "../person.ts";
import { origin } from "../server.ts";

async function page(who: Person, room: string, query = ""): Promise<HistoryPage> {
  return v.parse(HistoryPage, await who.get(`/rooms/${room}/messages${query}`));
}
const seqs = (messages: Message[]) => messages.map(({ seq }) => seq);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

async function pair(): Promise<[Person, Person, string]> {
  const { alice, bob, room } = await strangers(origin());
  return [alice, bob, room];
}

describe("history", () => {
  it("R7 R9 H28 H29 pages 137 messages back to the first without a gap, right after they were sent", async () => {
    const [alice, bob, room] = await pair();
    const line = await alice.join(room);
    for (let n = 1; n <= 137; n++) line.send({ type: "send", id: newId(), body: `message ${n}` });
    await line.message(({ seq }) => seq === 137);
    const all: Message[] = [];
    let older = await page(bob, room, "?limit=30");
    expect(older.hasAfter).toBe(false);
    for (;;) {
      all.unshift(...older.messages);
      const first = older.messages[0]?.seq ?? 0;
      if (!older.hasBefore) break;
      older = await page(bob, room, `?limit=30&before=${first}`);
      expect(older.messages.at(-1)?.seq).toBe(first - 1);
      expect(older.hasAfter).toBe(true);
    }
    expect(seqs(all)).toEqual(range(1, 137));
    expect(all.map(({ rev }) => rev)).toEqual(range(1, 137));
    expect(all.map(({ body }) => body)).toEqual(range(1, 137).map((n) => `message ${n}`));
    for (const [index, { at }] of all.entries()) expect(at).toBeGreaterThan(all[index - 1]?.at ?? 0);
  });

  it("H28 G17 pages from the end, before, after and around, full wherever it can be", async () => {
    const [alice, , room] = await pair();
    const line = await alice.join(room);
    for (let n = 1; n <= 60; n++) line.send({ type: "send", id: newId(), body: `message ${n}` });
    await line.message(({ seq }) => seq === 60);
    for (const [query, expected, hasBefore, hasAfter] of [
      ["", range(11, 60), true, false],
      ["?limit=100", range(1, 60), false, false],
      ["?limit=1", [60], true, false],
      ["?before=11&limit=10", range(1, 10), false, true],
      ["?before=12&limit=10", range(2, 11), true, true],
      ["?before=1", [], false, true],
      ["?before=1000&limit=2", [59, 60], true, false],
      ["?after=0&limit=5", range(1, 5), false, true],
      ["?after=55&limit=5", range(56, 60), true, false],
      ["?after=50&limit=5", range(51, 55), true, true],
      ["?after=60", [], true, false],
      ["?around=30&limit=1", [30], true, true],
      ["?around=30&limit=5", range(28, 32), true, true],
      ["?around=1&limit=5", range(1, 5), false, true],
      ["?around=2&limit=5", range(1, 5), false, true],
      ["?around=60&limit=5", range(56, 60), true, false],
      ["?around=30&limit=100", range(1, 60), false, false],
    ] as const) {
      const { messages, ...more } = await page(alice, room, query);
      expect({ seqs: seqs(messages), ...more }, query).toEqual({ seqs: expected, hasBefore, hasAfter });
    }
    const even = seqs((await page(alice, room, "?around=30&limit=4")).messages);
    expect(even).toHaveLength(4);
    expect(even).toContain(30);
    expect([range(28, 31), range(29, 32)]).toContainEqual(even);
  });

  it("H28 refuses two cursors and what is no cursor", async () => {
    const [alice, , room] = await pair();
    expect(await page(alice, room)).toEqual({ messages: [], hasBefore: false, hasAfter: false });
    for (const query of [
      "before=5&after=1",
      "before=5&around=3",
      "after=1&around=1",
      "limit=0",
      "limit=101",
      "limit=-5",
      "limit=ten",
      "limit=1.5",
      "before=x",
      "before=-1",
      "before=",
      "after=1.5",
      "around=NaN",
      "around=1e3",
    ]) {
      expectProblem(await alice.ask("GET", `/rooms/${room}/messages?${query}`), "bad_request");
    }
  });
});

describe("sending over HTTP", () => {
  it("H30 R6 R8 stores the same id once, whatever its body, and says so", async () => {
    const [alice, bob, room] = await pair();
    const id = newId();
    const send = (who: Person, body: string) => who.ask("POST", `/rooms/${room}/messages`, { id, body });
    const first = await send(alice, "tea?");
    expect(first.status).toBe(201);
    expect(first.body).toEqual({
      message: { room, seq: 1, rev: 1, id, from: alice.asPerson, body: "tea?", at: expect.any(Number) },
    });
    for (const body of ["tea?", "something else"]) {
      expect(await send(alice, body)).toMatchObject({ status: 200, body: first.body });
    }
    const again = await alice.again();
    expect(await send(again, "from elsewhere")).toMatchObject({ status: 200, body: first.body });
    expect(await send(bob, "my own id")).toMatchObject({ status: 201, body: { message: { seq: 2, id } } });
    expect((await page(bob, room)).messages).toHaveLength(2);
    expect(await alice.ask("POST", "/rooms/global/messages", { id, body: "another room" })).toMatchObject({
      status: 201,
    });
  });

  it("G11 G18 G20 R11 refuses what is no message", async () => {
    const [alice, bob, room] = await pair();
    await bob.write(room, "there is one");
    const id = newId();
    for (const json of [
      {},
      { id },
      { body: "tea?" },
      { id: "short", body: "tea?" },
      { id, body: "" },
      { id, body: " \n " },
      { id, body: "x".repeat(4001) },
      { id, body: 1 },
      { id, body: "bell \u0007" },
      { id, body: "\ud800" },
      { id, body: "tea?", replyTo: 99 },
      { id, body: "tea?", replyTo: 0 },
      { id, body: "tea?", replyTo: "1" },
    ]) {
      expectProblem(await alice.ask("POST", `/rooms/${room}/messages`, json), "bad_request");
    }
    const longest = "𠮷".repeat(4000);
    expect(await alice.ask("POST", `/rooms/${room}/messages`, { id, body: longest, replyTo: 1 })).toMatchObject({
      status: 201,
      body: { message: { seq: 2, body: longest, replyTo: 1 } },
    });
  });

  it("G21 stores a body trimmed and otherwise as it was sent", async () => {
    const [alice, bob, room] = await pair();
    const body = "e\u0301 👨‍👩‍👧 ❤️ می\u200cخوانم\n\n\tשָׁלוֹם \u202eabc <b>&amp;</b> \\u0041 %s {x} '; --";
    await alice.write(room, ` \n${body.replaceAll("\n", "\r\n")}\r `);
    expect((await page(bob, room)).messages[0]?.body).toBe(body);
  });

  it("R10 shows who people are now", async () => {
    const [alice, bob] = [await person(origin(), "alice"), await person(origin(), "bob")];
    const room = alice.roomWith(bob);
    const { rev } = await alice.write(room, "tea?");
    await alice.ask("PATCH", "/me", { displayName: "Alice the Second" });
    const { messages } = await page(bob, room);
    expect(messages[0]).toMatchObject({ rev, from: { ...alice.asPerson, displayName: "Alice the Second" } });
    const next = await alice.write(room, "cake?");
    expect(next).toMatchObject({ rev: rev + 1, from: { displayName: "Alice the Second" } });
  });
});
