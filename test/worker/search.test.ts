import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { indexMessages, searchIndex } from "../../worker/search/message-index.ts";
import { parseQuery } from "../../worker/search/query.ts";
import { GOLDEN } from "../support/golden-searches.ts";
import { type Cast, direct, person } from "./support/cast.ts";

const GOLDEN_TIME = Date.UTC(2026, 0, 31);
const bodiesOf = (hits: { message: { body: string } }[]) => hits.map(({ message }) => message.body);

describe("searching messages", () => {
  let alice: Cast;
  let bob: Cast;
  let eve: Cast;
  const said = [
    "Merhaba İstanbul, ışık çok güzel",
    "Привет, ёлка уже стоит",
    "السَّلامُ عليكم يا أصدقاء",
    "明日は東京都に行きます",
    "สวัสดีชาวโลก",
    "Die Straße ist naß, don't slip",
    "café au lait, please",
    "tea, not coffee",
  ];

  beforeAll(async () => {
    [alice, bob, eve] = await Promise.all([person("alice"), person("bob"), person("eve")]);
    for (const body of said) await alice.say(direct(alice, bob), body);
    await vi.waitFor(async () => expect((await bob.search({ q: "coffee" })).hits).toHaveLength(1), { timeout: 3_000 });
  });

  it.each([
    ["ISTANBUL", 0],
    ["istanbul", 0],
    ["isik", 0],
    ["ışık güzel", 0],
    ["елка", 1],
    ["السلام", 2],
    ["اصدقاء", 2],
    ["東京", 3],
    ["京都", 3],
    ["行", 3],
    ["สวัสดี", 4],
    ["strasse", 5],
    ["don't", 5],
    ["CAFE", 6],
    ['"au lait"', 6],
    ["coffee -cafe", 7],
  ])("H40 H41: finds %s", async (q, index) => {
    const { hits } = await bob.search({ q });
    expect(bodiesOf(hits)).toEqual([said[index]]);
    expect(hits[0]?.marks.length).toBeGreaterThan(0);
    for (const [start, end] of hits[0]?.marks ?? []) expect(hits[0]?.snippet.slice(start, end)).not.toBe("");
  });

  it.each(["istan", "coff", '"lait au"', "coffee -tea", "中国", "!!!", "nowhere"])(
    "H40: does not find %s",
    async (q) => {
      expect((await bob.search({ q })).hits).toEqual([]);
    },
  );

  it.each([
    '"',
    '""',
    "a OR b",
    "NEAR(a b)",
    "body:x",
    "room:r1",
    "{room}: r1",
    "*",
    "^a",
    "a*",
    "-",
    "--",
    "a AND",
    "(",
    ")",
    "NOT",
    "'; drop table users; --",
    "\\",
    "%",
    "_",
    "\u0000x",
    "x".repeat(200),
    "-x",
    '-"x y"',
    "𝕏",
    "👩‍👩‍👧‍👦",
    "room OR author",
  ])("H42: takes %j as text", async (q) => {
    const answer = await eve.call("GET", `/api/search?${new URLSearchParams({ q })}`);
    expect(answer.status).toBe(200);
    expect(answer.body["hits"]).toEqual([]);
  });

  it("H39: wants words, a room, a person, a property or a time, and refuses what is too long or out of place", async () => {
    for (const query of [
      "",
      "q=",
      "q=%20",
      `q=${"x".repeat(201)}`,
      "limit=5",
      "q=x&limit=0",
      "q=x&limit=101",
      "q=x&before=y",
      "q=x&cursor=y",
      "q=x&from=%22",
      "q=x&has=image",
      "q=x&mentions=you",
    ]) {
      expect(await bob.call("GET", `/api/search?${query}`), query).toMatchObject({
        status: 400,
        body: { code: "bad_request" },
      });
    }
    expect(await eve.call("GET", `/api/search?q=tea&room=${direct(alice, bob)}`)).toMatchObject({ status: 404 });
    expect(bodiesOf((await bob.search({ room: direct(alice, bob) })).hits)).toEqual(said.toReversed());
    expect(bodiesOf((await bob.search({ from: alice.id })).hits)).toEqual(said.toReversed());
    expect(bodiesOf((await bob.search({ after: "0" })).hits)).toEqual(said.toReversed());
    expect((await bob.search({ before: "1" })).hits).toEqual([]);
    expect((await bob.search({ q: "tea", from: bob.id })).hits).toEqual([]);
    expect(bodiesOf((await bob.search({ room: direct(alice, bob), q: "-tea -café" })).hits)).toEqual(
      said.slice(0, 6).toReversed(),
    );
  });

  it("H45: pages from the newest to the oldest, without gaps or repeats, within times", async () => {
    const all = (await bob.search({ room: direct(alice, bob) })).hits;
    const paged: typeof all = [];
    for (let cursor: string | undefined = ""; cursor !== undefined; ) {
      const page = await bob.search({ room: direct(alice, bob), limit: "3", ...(cursor ? { cursor } : {}) });
      paged.push(...page.hits);
      cursor = page.cursor;
    }
    expect(paged).toEqual(all);
    const third = all[2]?.message.at ?? 0;
    expect(bodiesOf((await bob.search({ from: alice.id, after: String(third) })).hits)).toEqual(
      said.toReversed().slice(0, 2),
    );
    expect(bodiesOf((await bob.search({ from: alice.id, before: String(third) })).hits)).toEqual(
      said.toReversed().slice(3),
    );
  });

  it("H46: finds a lone message within 2 seconds, though nothing is said after it", async () => {
    await bob.say(direct(bob, eve), "a lone xylophone");
    await vi.waitFor(async () => expect((await eve.search({ q: "xylophone" })).hits).toHaveLength(1), {
      timeout: 2_000,
    });
  });

  it("names a room once in the index, however many messages it has", async () => {
    const room = direct(alice, eve);
    for (const [n, body] of ["counted once", "counted twice"].entries()) {
      await alice.say(room, body);
      await expect
        .poll(async () => (await eve.search({ q: "counted", room })).hits, { timeout: 3_000 })
        .toHaveLength(n + 1);
    }
    const named = await env.SEARCH.prepare("select count(*) as count from search_rooms where room_id = ?")
      .bind(room)
      .first<{ count: number }>();
    expect(named?.count).toBe(1);
  });
});

describe("the golden searches", () => {
  it.each(Object.entries(GOLDEN))("H40 H41 H42 H43: in %s give exactly what was meant", async (language, golden) => {
    const room = `golden ${language}`;
    const messages = golden.written.map((body, n) => ({ seq: n + 1, at: GOLDEN_TIME + n, body }));
    const kept = { authorId: "golden", mentions: null, deletedAt: null };
    await indexMessages(
      env.SEARCH,
      room,
      messages.map((message) => ({ ...message, ...kept })),
    );
    const given: Record<string, number[]> = {};
    for (const [q] of golden.queries) {
      const hits = await searchIndex(env.SEARCH, { query: parseQuery(q), roomIds: [room], limit: 100 });
      given[q] = hits.map(({ seq }) => seq).toReversed();
    }
    expect(given).toEqual(Object.fromEntries(golden.queries.map(([q, ...found]) => [q, found])));
  });
});

describe("searching messages by what is in them", () => {
  it("H38 H52: finds what has a link, alone and beside words, people and times, and follows edits", async () => {
    const [ann, ben, eve] = await Promise.all([person("ann"), person("ben"), person("eve")]);
    const room = direct(ann, ben);
    const plain = await ann.say(room, "the plan is here");
    const linked = await ann.say(room, "the plan: https://example.org/plan");
    const answered = await ben.say(room, "[thanks](https://example.org/thanks) for the plan");
    const found = async (who: Cast, query: Record<string, string>) => bodiesOf((await who.search(query)).hits);
    await expect.poll(() => found(ben, { has: "link" }), { timeout: 3_000 }).toEqual([answered.body, linked.body]);
    expect(await found(eve, { has: "link" })).toEqual([]);
    expect(await found(ben, { has: "link", q: "plan -thanks" })).toEqual([linked.body]);
    expect(await found(ben, { has: "link", from: ben.id })).toEqual([answered.body]);
    expect(await found(ben, { has: "link", before: String(answered.at), room })).toEqual([linked.body]);
    expect(await found(ben, { from: ann.id })).toEqual([linked.body, plain.body]);
    expect(await found(ben, { from: "link" })).toEqual([]);
    expect((await ben.search({ has: "link" })).hits.map(({ marks }) => marks)).toEqual([[], []]);

    await ann.edit(room, plain.seq, "the plan is at www.example.org");
    await ann.edit(room, linked.seq, "the plan is off");
    await expect
      .poll(() => found(ben, { has: "link" }), { timeout: 3_000 })
      .toEqual([answered.body, "the plan is at www.example.org"]);
    await ben.remove(room, answered.seq);
    await expect
      .poll(() => found(ben, { has: "link" }), { timeout: 3_000 })
      .toEqual(["the plan is at www.example.org"]);
  });

  it("H52: finds what mentions the caller, in rooms that they may read, and follows edits", async () => {
    const [ann, ben, eve] = await Promise.all([person("ann"), person("ben"), person("eve")]);
    const room = direct(ann, ben);
    const named = await ann.say(room, `tea, @${ben.username}?`);
    await ann.say(room, `tea without @${eve.username}`);
    const answer = await ben.say(room, `yes @${ann.username}, https://example.org/tea`);
    const found = async (who: Cast, query: Record<string, string> = {}) =>
      bodiesOf((await who.search({ mentions: "me", ...query })).hits);
    await expect.poll(() => found(ann), { timeout: 3_000 }).toEqual([answer.body]);
    expect(await found(ben)).toEqual([named.body]);
    expect(await found(ben, { q: "tea", from: ann.id })).toEqual([named.body]);
    expect(await found(ben, { has: "link" })).toEqual([]);
    expect(await found(ann, { has: "link" })).toEqual([answer.body]);
    expect(await found(eve)).toEqual([]);

    await ann.edit(room, named.seq, "tea for one");
    await ben.edit(room, answer.seq, `no @${ann.username}`);
    await expect.poll(() => found(ann, { has: "link" }), { timeout: 3_000 }).toEqual([]);
    await expect.poll(() => found(ben), { timeout: 3_000 }).toEqual([]);
    expect(await found(ann)).toEqual([`no @${ann.username}`]);
  });

  it("H52: believes an edited message, not an index that has not heard of the edit", async () => {
    const [ann, ben] = await Promise.all([person("ann"), person("ben")]);
    const room = direct(ann, ben);
    const message = await ann.say(room, `see https://example.org, @${ben.username}`);
    const kept = await ann.say(room, `and https://example.com, @${ben.username}`);
    await ann.edit(room, message.seq, "see there");
    const found = async (query: Record<string, string>) => bodiesOf((await ben.search({ ...query, room })).hits);
    await expect.poll(() => found({ q: "there" }), { timeout: 3_000 }).toEqual(["see there"]);
    const { seq, at, body } = message;
    const before = { seq, at, body, authorId: ann.id, mentions: [ben.id], deletedAt: null };
    await indexMessages(env.SEARCH, room, [before]);
    const now = { query: parseQuery(""), roomIds: [room], limit: 10 };
    expect(await searchIndex(env.SEARCH, { ...now, hasLink: true, mentioned: ben.id })).toHaveLength(2);
    expect(await found({ has: "link" })).toEqual([kept.body]);
    expect(await found({ mentions: "me" })).toEqual([kept.body]);
  });

  it("H52: keeps who is mentioned beside who wrote it, and lets go of both", async () => {
    const at = Date.now();
    const written = [
      { authorId: "u1", body: "tea?", mentions: ["u2", "u3"] },
      { authorId: "u2", body: "https://example.org", mentions: ["u3"] },
      { authorId: "u3", body: "u2 link", mentions: null },
      { authorId: "u3", body: "nobody", mentions: null },
    ].map((message, n) => ({ ...message, seq: n + 1, at: at + n, deletedAt: null }));
    await indexMessages(env.SEARCH, "mentions", written);
    const seqs = async (query: { q?: string; from?: string; mentioned?: string; hasLink?: boolean }) => {
      const wanted = { ...query, query: parseQuery(query.q ?? ""), roomIds: ["mentions"], limit: 10 };
      return (await searchIndex(env.SEARCH, wanted)).map(({ seq }) => seq);
    };
    expect(await seqs({ mentioned: "u3" })).toEqual([2, 1]);
    expect(await seqs({ mentioned: "u2" })).toEqual([1]);
    expect(await seqs({ mentioned: "u1" })).toEqual([]);
    expect(await seqs({ mentioned: "u3", from: "u2" })).toEqual([2]);
    expect(await seqs({ mentioned: "u3", hasLink: true })).toEqual([2]);
    expect(await seqs({ mentioned: "u3", q: "tea" })).toEqual([1]);
    expect(await seqs({ from: "u3" })).toEqual([4, 3]);
    await indexMessages(
      env.SEARCH,
      "mentions",
      written.slice(0, 2).map((message) => ({ ...message, mentions: ["u1"] })),
    );
    expect(await seqs({ mentioned: "u3" })).toEqual([]);
    expect(await seqs({ mentioned: "u1" })).toEqual([2, 1]);
    await indexMessages(
      env.SEARCH,
      "mentions",
      written.slice(0, 1).map((message) => ({ ...message, mentions: ["u1"], deletedAt: at })),
    );
    expect(await seqs({ mentioned: "u1" })).toEqual([2]);
  });
});

describe("finding people", () => {
  it("H19: finds by the start of a username or of a word of the name, case and accents ignored, the exact one first", async () => {
    const me = await person("me");
    const ayse = await person("ayse", "Ayşe Nur Yılmaz");
    const ayla = await person("ayla", "Ayla Ağaoğlu");
    const taro = await person("taro", "山田 太郎");
    const percent = await person("percent", "100% Ayhan");
    const find = async (q: string) => {
      const answer = await me.call<{ users: { id: string }[] }>("GET", `/api/users?${new URLSearchParams({ q })}`);
      return answer.body.users.map(({ id }) => id);
    };
    expect(await find("AYŞE")).toEqual([ayse.id]);
    expect(await find("ayse n")).toEqual([ayse.id]);
    expect(await find("nur")).toEqual([ayse.id]);
    expect(await find("yilmaz")).toEqual([ayse.id]);
    expect(await find("agaoglu")).toEqual([ayla.id]);
    expect(await find("太")).toEqual([taro.id]);
    expect(await find("ay")).toEqual([ayla.id, ayse.id, percent.id]);
    expect(await find("100%")).toEqual([percent.id]);
    expect(await find("%")).toEqual([]);
    expect(await find("_")).toEqual([]);
    expect(await find("ur")).toEqual([]);
    const taken = await person("zed", `${ayse.username} fan`);
    expect(await find(ayse.username)).toEqual([ayse.id, taken.id]);
    expect((await me.call("GET", "/api/users?q=")).status).toBe(400);
    expect((await me.call("GET", "/api/users")).status).toBe(400);
  });

  it("H15 H19: finds a person by the new name and no more by the old", async () => {
    const me = await person("me", "Old Name");
    await me.call("PATCH", "/api/me", { displayName: "Fresh Label" });
    const find = async (q: string) =>
      (await me.call<{ users: { id: string }[] }>("GET", `/api/users?q=${q}`)).body.users;
    expect(await find("fresh")).toMatchObject([{ id: me.id }]);
    expect(await find("label")).toMatchObject([{ id: me.id }]);
    expect(await find("old")).toEqual([]);
    expect(await find(me.username)).toMatchObject([{ id: me.id, displayName: "Fresh Label" }]);
  });

  it("H20: looks people up by id, and leaves out nobody's", async () => {
    const [me, you] = await Promise.all([person("me"), person("you")]);
    const { body } = await me.call<{ users: { id: string }[] }>(
      "GET",
      `/api/users?ids=${you.id},nobody,${me.id},${you.id}`,
    );
    expect(body.users.map(({ id }) => id).sort()).toEqual([me.id, you.id].sort());
    expect(await me.call("GET", `/api/users/${you.id}`)).toMatchObject({
      body: { user: { id: you.id, bio: "", createdAt: expect.any(Number) } },
    });
    expect((await me.call("GET", "/api/users?ids=")).status).toBe(400);
    expect((await me.call("GET", `/api/users?ids=${Array.from({ length: 101 }, (_, n) => `u${n}`)}`)).status).toBe(400);
  });
});
