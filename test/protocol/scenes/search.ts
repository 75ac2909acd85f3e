import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { type SearchHit, SearchPage } from "../../../worker/protocol.ts";
import { expectProblem } from "../http.ts";
import { type Person, strangers } from "../person.ts";
import { origin } from "../server.ts";

async function search(who: Person, parameters: Record<string, string | number>): Promise<SearchPage> {
  const query = new URLSearchParams(Object.entries(parameters).map(([name, value]) => [name, String(value)]));
  return v.parse(SearchPage, await who.get(`/search?${query}`));
}
const bodies = ({ hits }: SearchPage) => hits.map(({ message }) => message.body);
const marked = ({ snippet, marks }: SearchHit) => marks.map(([start, end]) => snippet.slice(start, end));

/** Two people and what they wrote to each other, as soon as the last of it is found (H46). */
async function archive(written: string[]) {
  const { alice, bob, room } = await strangers(origin());
  const line = await alice.join(room);
  for (const body of written) await line.say(body);
  await expect
    .poll(async () => (await search(alice, { room, limit: 100 })).hits.length, { timeout: 2_000 })
    .toBe(written.length);
  return { alice, bob, room };
}

const WRITTEN: Record<
  string,
  { body: string; found: string[]; missed: string[]; marks: [q: string, ...marked: string[]] }
> = {
  Turkish: {
    body: "İSTANBUL’da ılık bir gün",
    found: ["istanbul", "ISTANBUL", "İLİK", "gun"],
    missed: ["istan", "günü"],
    marks: ["istanbul", "İSTANBUL"],
  },
  Russian: {
    body: "Ёлка стоит во дворе",
    found: ["елка", "ЁЛКА", "дворе стоит"],
    missed: ["ел", "двор"],
    marks: ["елка", "Ёлка"],
  },
  Arabic: { body: "القُرْآن الكريم لأحمد", found: ["القران", "لاحمد"], missed: ["قران"], marks: ["القران", "القُرْآن"] },
  Chinese: {
    body: "我的手机没电了，请借我充电器",
    found: ["手机", "电", "充电器", "电器"],
    missed: ["机电"],
    marks: ["电", "电", "电"],
  },
  Japanese: {
    body: "iPhoneの充電ｹｰﾌﾞﾙ",
    found: ["iphone", "充電", "ケーブル", "iPhoneの充電"],
    missed: ["電話"],
    marks: ["ケーブル", "ｹｰﾌﾞﾙ"],
  },
  Thai: { body: "กำลังกินข้าวที่บ้าน", found: ["ข้าว", "กินข้าว", "บ้าน"], missed: ["ทะเล"], marks: ["ข้าว", "ข้าว"] },
  German: {
    body: "Die Straße ist naß",
    found: ["strasse", "STRASSE nass"],
    missed: ["stras"],
    marks: ["STRASSE", "Straße"],
  },
  English: {
    body: "Don't panic: it's a café 🎉",
    found: ["CAFE panic", "don't", "🎉", '"a cafe"'],
    missed: ["pan", '"panic cafe"'],
    marks: ["don't cafe", "Don't", "café"],
  },
};

describe("searching messages", () => {
  it.each(Object.entries(WRITTEN))(
    "H40 H41 H44 finds what was written in %s",
    async (_, { body, found, missed, marks }) => {
      const { alice, room } = await archive([body, "something else"]);
      for (const q of found) expect(bodies(await search(alice, { q, room })), q).toEqual([body]);
      for (const q of missed) expect(bodies(await search(alice, { q, room })), q).toEqual([]);
      const [q, ...expected] = marks;
      expect((await search(alice, { q, room })).hits.flatMap(marked)).toEqual(expected);
    },
  );

  it("H42 H43 knows phrases and exclusions, and nothing else", async () => {
    const written = ["green tea", "tea, green", "green apple tea", "black coffee", "a AND b OR c"];
    const { alice, room } = await archive(written);
    const found = async (q: string) => bodies(await search(alice, { q, room })).toReversed();
    expect(await found("tea green")).toEqual(written.slice(0, 3));
    expect(await found('"green tea"')).toEqual(["green tea"]);
    expect(await found("green -apple")).toEqual(["green tea", "tea, green"]);
    expect(await found('tea -"green tea"')).toEqual(["tea, green", "green apple tea"]);
    expect(await found("-green -tea")).toEqual(["black coffee", "a AND b OR c"]);
    expect(await found("a OR b")).toEqual(["a AND b OR c"]);
    for (const q of ["coffee OR tea", "te*", "NOT coffee", "body:tea", "...", "-", '"'])
      expect(await found(q), q).toEqual([]);
    for (const q of ["(tea)", "^tea", "tea*", '"tea', "tea + green", "tea AND", "tea') --"]) {
      expect((await alice.ask("GET", `/search?room=${room}&q=${encodeURIComponent(q)}`)).status, q).toBe(200);
    }
    for (const q of ['" OR room : "global', "{room} : x", "NEAR(a b)", "\u0000", "-".repeat(200), '"'.repeat(200)]) {
      expect(await found(q), q).toEqual([]);
    }
  });

  it("H38 narrows by room, person and time, newest first", async () => {
    const { alice, bob, room } = await archive(["kiwi one", "kiwi two"]);
    const third = await bob.write(room, "kiwi three");
    const elsewhere = await bob.write("global", `kiwi elsewhere ${room}`);
    await expect
      .poll(async () => bodies(await search(alice, { q: "kiwi", from: bob.id })), { timeout: 2_000 })
      .toEqual([elsewhere.body, "kiwi three"]);
    expect(bodies(await search(alice, { q: "kiwi", room }))).toEqual(["kiwi three", "kiwi two", "kiwi one"]);
    expect(bodies(await search(alice, { q: "kiwi", room: room.replace(/^dm:(.*):(.*)$/, "dm:$2:$1") }))).toHaveLength(
      3,
    );
    expect(bodies(await search(alice, { q: "kiwi", room, from: bob.id }))).toEqual(["kiwi three"]);
    expect(bodies(await search(alice, { from: bob.id, room }))).toEqual(["kiwi three"]);
    expect(bodies(await search(alice, { q: "kiwi", room, before: third.at }))).toEqual(["kiwi two", "kiwi one"]);
    expect(bodies(await search(alice, { q: "kiwi", room, after: third.at - 1 }))).toEqual(["kiwi three"]);
    expect(bodies(await search(alice, { q: "kiwi", room, after: third.at }))).toEqual([]);
    expect(bodies(await search(alice, { q: "kiwi", room, from: "nobody" }))).toEqual([]);
    expect((await search(alice, { q: "three", room })).hits[0]?.message).toEqual(third);
  });

  it("H45 pages with a cursor to the end, each hit once", async () => {
    const written = Array.from({ length: 25 }, (_, index) => `plum ${index}`);
    const { alice, room } = await archive(written);
    const found: string[] = [];
    let page = await search(alice, { q: "plum", room, limit: 10 });
    for (;;) {
      found.push(...bodies(page));
      expect(page.hits.length).toBeLessThanOrEqual(10);
      if (page.cursor === undefined) break;
      page = await search(alice, { q: "plum", room, limit: 10, cursor: page.cursor });
    }
    expect(found).toEqual(written.toReversed());
  });

  it("H39 H45 G17 refuses what is no search", async () => {
    const { alice, room } = await strangers(origin());
    await search(alice, { q: "x".repeat(200) });
    await search(alice, { q: "𠮷".repeat(200) });
    await search(alice, { room });
    expect((await search(alice, { before: 1 })).hits).toEqual([]);
    expect((await search(alice, { has: "link", after: Date.now() + 60_000 })).hits).toEqual([]);
    expect((await search(alice, { mentions: "me", before: 1 })).hits).toEqual([]);
    for (const query of [
      "",
      "q=",
      `q=${"x".repeat(201)}`,
      "limit=1",
      "has=",
      "has=links",
      "mentions=all",
      "q=a&limit=0",
      "q=a&limit=101",
      "q=a&before=x",
      "q=a&after=1.5",
      "q=a&cursor=nonsense",
    ]) {
      expectProblem(await alice.ask("GET", `/search?${query}`), "bad_request");
    }
    for (const room of ["nothing", "group:nothing", `dm:${alice.id}:${alice.id}`, `dm:${alice.id}:nobody`]) {
      expectProblem(await alice.ask("GET", `/search?q=a&room=${room}`), "not_found");
    }
  });

  it("H44 cuts a long message around its first hit", async () => {
    const long = `${"lorem ipsum dolor ".repeat(60)}needle 👨‍👩‍👧 ${"sit amet ".repeat(60)}`.trim();
    const { alice, room } = await archive([long]);
    const [hit] = (await search(alice, { q: "needle", room })).hits;
    expect(hit?.message.body).toBe(long);
    expect([...(hit?.snippet ?? "")].length).toBeLessThanOrEqual(160);
    expect(hit?.snippet).toMatch(/^….*needle 👨‍👩‍👧 .*…$/);
    expect(hit && marked(hit)).toEqual(["needle"]);
  });

  it("H46 finds a message within 2 seconds of sending it", async () => {
    const { alice, room } = await archive([]);
    for (const word of ["apricot", "mango", "papaya"]) {
      const sent = Date.now();
      await alice.write(room, word);
      await expect
        .poll(async () => bodies(await search(alice, { q: word, room })), { timeout: 2_000, interval: 20 })
        .toEqual([word]);
      expect(Date.now() - sent).toBeLessThan(2_000);
    }
  });
});
