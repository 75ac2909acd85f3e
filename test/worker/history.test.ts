import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import { type Cast, direct, evict, person } from "./support/cast.ts";

const seqs = (messages: { seq: number }[]) => messages.map(({ seq }) => seq);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** D1 takes no message and no room head, as if its writes were down; what is there can be read. */
async function takeRecordDown() {
  for (const table of ["messages", "rooms"]) {
    for (const event of ["insert", "update"]) {
      await env.DB.exec(
        `create trigger down_${table}_${event} before ${event} on ${table} begin select raise(abort, 'D1 is away'); end`,
      );
    }
  }
}
async function bringRecordUp() {
  for (const name of ["messages_insert", "messages_update", "rooms_insert", "rooms_update"]) {
    await env.DB.exec(`drop trigger if exists down_${name}`);
  }
}
async function recorded(room: string): Promise<number> {
  const row = await env.DB.prepare("select count(*) as n from messages where room_id = ?")
    .bind(room)
    .first<{ n: number }>();
  return row?.n ?? 0;
}
async function fill(who: Cast, room: string, count: number) {
  const at = await who.join(room);
  for (let n = 1; n <= count; n++) at.say(`n${n}`);
  await at.bodies(count);
}
/** All pages from the end back to the first, as a client that scrolls up asks for them. */
async function pageBack(who: Cast, room: string, limit: number) {
  const all: number[] = [];
  for (let before = ""; ; ) {
    const page = await who.history(room, `?limit=${limit}${before}`);
    all.unshift(...seqs(page.messages));
    if (!page.hasBefore) return all;
    before = `&before=${page.messages[0]?.seq}`;
  }
}

afterEach(bringRecordUp);

describe("history", () => {
  it("S22: opens with exactly the last 25 of 40, in the welcome of a newcomer", async () => {
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    const room = direct(alice, bob);
    await fill(alice, room, 40);
    const { messages, reset } = await (await bob.join(room)).next("welcome");
    expect(reset).toBe(true);
    expect(seqs(messages)).toEqual(range(16, 40));
    await evict(room);
    expect(seqs((await (await bob.join(room)).next("welcome")).messages)).toEqual(range(16, 40));
  });

  it("H29: pages back over 137 messages to the first without a gap, while none of them is in D1", async () => {
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    const room = direct(alice, bob);
    await takeRecordDown();
    await fill(alice, room, 137);
    expect(await recorded(room)).toBe(0);
    expect(await pageBack(bob, room, 10)).toEqual(range(1, 137));
    await evict(room);
    expect(await pageBack(bob, room, 50)).toEqual(range(1, 137));
  });

  it("H29: is complete with the older half in D1 and the newer half not", async () => {
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    const room = direct(alice, bob);
    await fill(alice, room, 60);
    await expect.poll(() => recorded(room)).toBe(60);
    await takeRecordDown();
    const at = await bob.join(room);
    for (let n = 61; n <= 120; n++) at.say(`n${n}`);
    await at.bodies(60);
    expect(await recorded(room)).toBe(60);
    expect(await pageBack(alice, room, 25)).toEqual(range(1, 120));
    expect(seqs((await alice.history(room, "?after=55&limit=10")).messages)).toEqual(range(56, 65));
    expect(seqs((await alice.history(room, "?around=60&limit=20")).messages)).toEqual(range(50, 69));
    await bringRecordUp();
    await runDurableObjectAlarm(env.ROOM.getByName(room));
    expect(await recorded(room)).toBe(120);
    expect(await pageBack(alice, room, 25)).toEqual(range(1, 120));
  });

  it("H28: shifts at the ends, says what lies before and after, and refuses what cannot be a page", async () => {
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    const room = direct(alice, bob);
    expect(await alice.history(room)).toEqual({ messages: [], hasBefore: false, hasAfter: false });
    await fill(alice, room, 30);
    const pages: [string, number, number, boolean, boolean][] = [
      ["?limit=10", 21, 30, true, false],
      ["?before=11&limit=10", 1, 10, false, true],
      ["?before=31&limit=5", 26, 30, true, false],
      ["?before=1000&limit=5", 26, 30, true, false],
      ["?after=0&limit=10", 1, 10, false, true],
      ["?after=20&limit=10", 21, 30, true, false],
      ["?after=25&limit=10", 26, 30, true, false],
      ["?around=15&limit=9", 11, 19, true, true],
      ["?around=15&limit=10", 10, 19, true, true],
      ["?around=1&limit=10", 1, 10, false, true],
      ["?around=30&limit=10", 21, 30, true, false],
      ["?around=999&limit=10", 21, 30, true, false],
      ["?around=15&limit=100", 1, 30, false, false],
    ];
    for (const [query, from, to, hasBefore, hasAfter] of pages) {
      const page = await bob.history(room, query);
      expect({ query, seqs: seqs(page.messages), hasBefore: page.hasBefore, hasAfter: page.hasAfter }).toEqual({
        query,
        seqs: range(from, to),
        hasBefore,
        hasAfter,
      });
    }
    expect(seqs((await bob.history(room, "?after=30")).messages)).toEqual([]);
    for (const query of [
      "?limit=0",
      "?limit=101",
      "?limit=x",
      "?limit=1.5",
      "?before=x",
      "?before=-1",
      "?before=5&after=1",
    ]) {
      const answer = await bob.call("GET", `/api/rooms/${room}/messages${query}`);
      expect(answer, query).toMatchObject({ status: 400, body: { code: "bad_request" } });
    }
  });
});

describe("the record", () => {
  it("has each message once, after the room slept, woke and wrote again what was written before", async () => {
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    const room = direct(alice, bob);
    for (let n = 1; n <= 6; n++) {
      await alice.say(room, `n${n}`);
      await evict(room);
    }
    await expect.poll(() => recorded(room)).toBe(6);
    await evict(room);
    expect((await bob.say(room, "n7")).seq).toBe(7);
    await runDurableObjectAlarm(env.ROOM.getByName(room));
    expect(await pageBack(alice, room, 3)).toEqual(range(1, 7));
    const rows = await env.DB.prepare("select seq, rev from messages where room_id = ? order by seq").bind(room).all();
    expect(rows.results).toEqual(range(1, 7).map((seq) => ({ seq, rev: seq })));
  });

  it("catches up by its alarm alone, though nobody comes back", async () => {
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    const room = direct(alice, bob);
    await takeRecordDown();
    await alice.say(room, "while it was away");
    await evict(room);
    await bringRecordUp();
    expect(await runDurableObjectAlarm(env.ROOM.getByName(room))).toBe(true);
    expect(await recorded(room)).toBe(1);
    expect((await bob.rooms())[0]).toMatchObject({ id: room, lastSeq: 1, unread: 1 });
    await expect.poll(async () => (await bob.search({ q: "away" })).hits).toHaveLength(1);
  });

  it("lets the room forget, and the room still knows what was sent before and where everybody is", async () => {
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    const room = direct(alice, bob);
    await alice.say(room, "the very first", "first-message");
    await fill(alice, room, 620);
    await runDurableObjectAlarm(env.ROOM.getByName(room));
    const { epoch } = await (await bob.join(room)).next("welcome");
    expect(await (await bob.join(room, { since: 50, epoch })).next("welcome")).toMatchObject({ reset: true });
    expect(await (await bob.join(room, { since: 500, epoch })).next("welcome")).toMatchObject({ reset: false });
    const at = await alice.join(room);
    at.say("again", "first-message");
    expect(await at.next("known")).toMatchObject({ message: { seq: 1, body: "the very first" } });
    expect(await pageBack(bob, room, 100)).toEqual(range(1, 621));
  });

  it("keeps its large tables clustered, one row written for a row", async () => {
    const { results } = await env.DB.prepare(
      "select name from sqlite_schema where type = 'table' and sql not like '%WITHOUT ROWID%' and name not like '\\_%' escape '\\' and name not like 'd1_%' and name not like 'sqlite_%'",
    ).all();
    // Numbered: its number is its row.
    expect(results).toEqual([{ name: "audit" }]);
  });
});
