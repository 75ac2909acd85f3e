import { env, exports } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { openDatabase } from "../../worker/db/database.ts";
import { exportPages } from "../../worker/own-data/export.ts";
import { streamLines } from "../../worker/own-data/stream.ts";
import { type Cast, call, direct, ORIGIN, PASSWORD, person } from "./support/cast.ts";

type Line = Record<string, unknown> & { type: string };

async function exported(who: Cast): Promise<Line[]> {
  const response = await exports.default.fetch(
    new Request(`${ORIGIN}/api/me/export`, { headers: { authorization: `Bearer ${who.token}` } }),
  );
  expect(response.headers.get("content-type")).toMatch(/^application\/x-ndjson$/);
  expect(response.headers.get("content-disposition")).toBe(`attachment; filename="confab-${who.username}.jsonl"`);
  expect(response.headers.get("cache-control")).toBe("no-store");
  const text = await response.text();
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

const bodiesIn = (lines: Line[]) =>
  lines.filter(({ type }) => type === "message").map(({ message }) => (message as { body: string }).body);
const ofType = (lines: Line[], type: string) => lines.filter((line) => line.type === type);
const recorded = (room: string, count: number) =>
  vi.waitFor(async () => {
    const row = await env.DB.prepare("select count(*) as n from messages where room_id = ?")
      .bind(room)
      .first<{ n: number }>();
    expect(row?.n).toBe(count);
  }, 5_000);

describe("H18 what is stored about somebody and by somebody", () => {
  it("is handed out in lines: account, sessions, networks, rooms, messages, reactions, and that it is the end", async () => {
    const [ann, bob] = await Promise.all([person("ann", "Ann"), person("bob")]);
    const room = direct(ann, bob);
    await call("POST", "/api/auth/login", {
      body: { username: ann.username, password: PASSWORD },
      headers: { "cf-connecting-ip": "203.0.113.9", "user-agent": "Phone/1" },
    });
    await ann.call("PATCH", "/api/me", { bio: "tea", settings: { theme: "dark" } });
    await ann.say("global", "to everybody");
    await ann.say(room, "to bob");
    const theirs = await bob.say(room, "a secret of bob's");
    await ann.call("PUT", `/api/rooms/${room}/messages/${theirs.seq}/reactions/${encodeURIComponent("👍")}`);
    const again = await ann.say(room, "again to bb");
    await ann.edit(room, again.seq, "again to bob\nin two lines");
    await ann.call("DELETE", `/api/rooms/${room}/messages/1`);
    await ann.call("PUT", `/api/blocks/${bob.id}`);
    await ann.call("POST", "/api/reports", { room, seq: theirs.seq, reason: "rude" });
    await recorded(room, 3);
    await vi.waitFor(async () => {
      const mark = env.DB.prepare("select reads ->> ? as seq from rooms where id = ?");
      expect(await mark.bind(ann.id, room).first()).toEqual({ seq: 3 });
    }, 5_000);

    const lines = await exported(ann);
    expect(lines[0]).toMatchObject({ type: "export", version: 1, at: expect.any(Number) });
    expect(lines[1]).toMatchObject({
      type: "account",
      user: { id: ann.id, username: ann.username, displayName: "Ann", bio: "tea", settings: { theme: "dark" } },
    });
    expect(ofType(lines, "session")).toMatchObject([
      { id: expect.any(String), userAgent: "Phone/1" },
      { id: expect.any(String), createdAt: expect.any(Number) },
    ]);
    expect(ofType(lines, "network")).toMatchObject([{ network: "203.0.113.9", lastAt: expect.any(Number) }]);
    expect(ofType(lines, "room")).toMatchObject([
      { room, readSeq: 3, muted: false, notify: "all" },
      { room: "global", readSeq: expect.any(Number), joinedAt: expect.any(Number) },
    ]);
    expect(bodiesIn(lines)).toEqual(["", "again to bob\nin two lines", "to everybody"]);
    expect(ofType(lines, "reaction")).toEqual([{ type: "reaction", room, seq: theirs.seq, emoji: "👍" }]);
    expect(ofType(lines, "version")).toEqual([
      { type: "version", room, seq: again.seq, body: "again to bb", at: again.at },
    ]);
    expect(ofType(lines, "block")).toEqual([{ type: "block", userId: bob.id, at: expect.any(Number) }]);
    expect(ofType(lines, "report")).toMatchObject([{ room, seq: theirs.seq, reason: "rude" }]);
    expect(lines.at(-1)).toEqual({ type: "end", lines: lines.length - 1 });
    const text = JSON.stringify(lines);
    for (const secret of ["a secret of bob's", "scrypt", ann.token]) expect(text).not.toContain(secret);
    expect((await call("GET", "/api/me/export")).status).toBe(401);
  });

  it("holds what the record does not have yet, and what was written in rooms that one is no longer in", async () => {
    const [ann, bob] = await Promise.all([person("ann"), person("bob")]);
    const room = direct(ann, bob);
    await ann.say(room, "recorded");
    await recorded(room, 1);
    await env.DB.prepare("delete from members where user_id = ? and room_id = ?").bind(ann.id, room).run();
    await env.DB.exec("create trigger keep_out before insert on messages begin select raise(abort, 'away'); end");
    try {
      await ann.say(room, "not yet");
      await bob.say(room, "not mine");
      await ann.say(room, "nor this");
      expect(bodiesIn(await exported(ann))).toEqual(["recorded", "not yet", "nor this"]);
    } finally {
      await env.DB.exec("drop trigger keep_out");
    }
  });

  it("is read page by page, as fast as it is taken and no faster, however much there is", async () => {
    const [ann, bob] = await Promise.all([person("ann"), person("bob")]);
    const room = direct(ann, bob);
    await ann.say(room, "first");
    await recorded(room, 1);
    // Beyond what a portion looks at, with a message of ann's in every hundred.
    await env.DB.prepare(
      `insert into messages (room_id, seq, rev, id, author_id, body, at)
       with recursive n(seq) as (select 2 union all select seq + 1 from n where seq < 25000)
       select ?, seq, seq, 'imported-' || seq, iif(seq % 100 = 0, ?, ?), 'number ' || seq, seq from n`,
    )
      .bind(room, ann.id, bob.id)
      .run();
    let queries = 0;
    const counted = new Proxy(env.DB, {
      get(target, name) {
        if (name === "prepare") queries++;
        const value: unknown = Reflect.get(target, name);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    const { id } = ann;
    const [row] = await openDatabase(env.DB).$client.batch<never>([
      env.DB.prepare(
        "select id, username, display_name as displayName, bio, settings, role, created_at as createdAt, null as deletedAt, '' as passwordHash from users where id = ?",
      ).bind(id),
    ]);
    const user = row?.results[0];
    if (!user) throw new Error("ann is not there");
    const reader = streamLines(
      exportPages(
        user,
        {
          db: openDatabase(counted),
          networks: async () => ({}),
          knownRooms: async () => [],
          lastSeq: async () => 25_000,
          historyAfter: async () => [],
        },
        0,
      ),
    ).getReader();
    let text = "";
    let largest = 0;
    for (;;) {
      const before = queries;
      const { value, done } = await reader.read();
      if (done) break;
      expect(queries - before).toBeLessThanOrEqual(4);
      largest = Math.max(largest, value.length);
      text += new TextDecoder().decode(value);
    }
    const lines: Line[] = text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(ofType(lines, "message")).toHaveLength(251);
    expect(largest).toBeLessThan(32 * 1024);
    expect(lines.at(-1)).toEqual({ type: "end", lines: lines.length - 1 });
  });

  it("breaks off where it cannot be read to its end", async () => {
    const pages = (async function* () {
      yield [{ type: "export" }];
      throw new Error("away");
    })();
    const reader = streamLines(pages).getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe('{"type":"export"}\n');
    await expect(reader.read()).rejects.toThrow("away");
  });

  it("is known by these tables: a new one has to be named here and, where it is about people, be handed out and erased", async () => {
    const { results } = await env.DB.prepare(
      "select name from sqlite_schema where type = 'table' and name not like 'sqlite%' and name not like '\\_cf%' escape '\\' and name <> 'd1_migrations' order by name",
    ).all<{ name: string }>();
    expect(results.map(({ name }) => name)).toEqual([
      // Stays: what was done and by whom is the community's to know.
      "audit",
      "blocks",
      "community",
      "members",
      // How many unread messages name somebody is counted by it; it says nothing that the messages do not.
      "mentions",
      "messages",
      "operator_keys",
      // A link to another password says nothing about anybody, and is gone with its day.
      "password_resets",
      // Stay: a moderator may be at work on them.
      "reports",
      "rooms",
      "sessions",
      "sign_up_invites",
      "user_words",
      "users",
      "versions",
    ]);
  });
});
