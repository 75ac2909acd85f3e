import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { indexMessages, searchIndex } from "../../worker/search/message-index.ts";
import { parseQuery } from "../../worker/search/query.ts";
import { GOLDEN } from "../support/golden-searches.ts";
import { type Cast, direct, person } from "./support/cast.ts";

const GOLDEN_TIME = Date.UTC(2026, 0, 31);
const bodiesOf = (hits: { message: { body: string } }[]) => hits.map(({ message }) => message.body);

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
