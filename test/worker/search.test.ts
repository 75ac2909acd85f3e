import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { openDatabase } from "../../worker/db/database.ts";
import { rebuildIndex } from "../../worker/search/rebuild.ts";
import { type Cast, direct, person } from "./support/cast.ts";

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

describe("the index that is made again", () => {
  async function rebuild(search: D1Database): Promise<void> {
    let cursor: string | undefined;
    do ({ cursor } = await rebuildIndex(openDatabase(env.DB), search, cursor));
    while (cursor !== undefined);
  }

  it("H46: has what changed while it was made", async () => {
    const [ann, ben] = [await person("ann"), await person("ben")];
    const room = direct(ann, ben);
    await ann.say(room, "an axolotl");
    await expect.poll(async () => (await ben.search({ q: "axolotl" })).hits, { timeout: 3_000 }).toHaveLength(1);
    let batches = 0;
    const search = {
      prepare: (query: string) => env.SEARCH.prepare(query),
      batch: async (statements: D1PreparedStatement[]) => {
        // The first empties it; then the messages are read, and somebody edits one.
        if (++batches === 2) {
          await env.DB.prepare("update messages set body = 'a narwhal', rev = rev + 1 where room_id = ?")
            .bind(room)
            .run();
        }
        return env.SEARCH.batch(statements);
      },
    };
    await rebuild(search as D1Database);
    expect((await ben.search({ q: "narwhal" })).hits).toHaveLength(1);
    expect((await ben.search({ q: "axolotl" })).hits).toEqual([]);
  });

  it("takes letters that are many there, however many messages are full of them", async () => {
    const [ann, ben] = [await person("ann"), await person("ben")];
    const room = direct(ann, ben);
    for (let n = 0; n < 21; n++) await ann.say(room, "\u{fdfa}".repeat(4_000));
    await ann.say(room, "and a pangolin");
    const recorded = async () =>
      (await env.DB.prepare("select count(*) as count from messages where room_id = ?").bind(room).first("count")) ?? 0;
    await expect.poll(recorded, { timeout: 5_000 }).toBe(22);
    // The local engine takes parameters of any length; D1 does not.
    const lengths: number[] = [];
    const search = {
      prepare: (query: string) => {
        const statement = env.SEARCH.prepare(query);
        return Object.assign(Object.create(statement), {
          bind: (...values: unknown[]) => {
            lengths.push(...values.map((value) => new TextEncoder().encode(String(value)).length));
            return statement.bind(...values);
          },
        });
      },
      batch: (statements: D1PreparedStatement[]) => env.SEARCH.batch(statements),
    };
    await rebuild(search as D1Database);
    expect((await ben.search({ q: "pangolin" })).hits).toHaveLength(1);
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBeGreaterThan(2_000_000);
    expect(Math.max(...lengths)).toBeLessThan(2_000_000);
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

  it("H19: finds who is called exactly that among hundreds who are called so too", async () => {
    const [me, kim] = [await person("me"), await person("kim")];
    const numbers = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 250)";
    await env.DB.batch([
      env.DB.prepare(
        `insert into users (id, username, display_name, password_hash, created_at)
         ${numbers} select '0' || i, 'crowd_' || i, ?, '', 0 from n`,
      ).bind(kim.username),
      env.DB.prepare(`insert into user_words (word, user_id) ${numbers} select ?, '0' || i from n`).bind(kim.username),
    ]);
    const answer = await me.call<{ users: { id: string }[] }>("GET", `/api/users?q=${kim.username}`);
    expect(answer.body.users[0]?.id).toBe(kim.id);
    expect(answer.body.users.length).toBeGreaterThan(10);
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

  it("H15 H19: finds a person by one name, though several were set at once", async () => {
    const me = await person("me", "Old Name");
    const names = ["Amber", "Beryl", "Coral", "Dahlia"];
    await Promise.all(names.map((displayName) => me.call("PATCH", "/api/me", { displayName })));
    const { user } = (await me.call<{ user: { displayName: string } }>("GET", "/api/me")).body;
    const found = await Promise.all(
      names.map(async (name) => (await me.call<{ users: object[] }>("GET", `/api/users?q=${name}`)).body.users.length),
    );
    expect(Object.fromEntries(names.map((name, n) => [name, found[n]]))).toEqual(
      Object.fromEntries(names.map((name) => [name, name === user.displayName ? 1 : 0])),
    );
    expect((await me.call("GET", "/api/users?q=old")).body).toEqual({ users: [] });
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
