import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { listAudit } from "../../worker/db/audit.ts";
import { type Database, openDatabase } from "../../worker/db/database.ts";
import { findReads } from "../../worker/db/groups.ts";
import { findMessages, findSeqBefore, recordMessages, recordVersions } from "../../worker/db/messages.ts";
import { listPeople, listRoomRecords } from "../../worker/db/person-records.ts";
import { findRecentReads, recordReads } from "../../worker/db/reads.ts";
import { listReports } from "../../worker/db/reports.ts";
import { listRooms } from "../../worker/db/rooms.ts";
import type { StoredMessage } from "../../worker/db/stored-message.ts";
import type { Person, Room } from "../../worker/protocol.ts";
import type { Change } from "../../worker/room/change.ts";
import { placeReads } from "../../worker/room/place-reads.ts";
import type { Mark } from "../../worker/room/read-marks.ts";
import type { Version } from "../../worker/room/versions.ts";
import { indexMessages } from "../../worker/search/message-index.ts";
import { change, onTimeline, say } from "./support/bare-timeline.ts";
import { direct, person } from "./support/cast.ts";

describe("the rows that a room's own log", () => {
  it("writes are two for a message, an edit, a delete or a reaction", async () => {
    await onTimeline((timeline, count) => {
      say(timeline);
      say(timeline);
      expect(count(() => say(timeline)).written).toBe(2);
      // One more for a text that was replaced, until the record has it; and one where that goes with its message.
      const costs: [string, Change, number?][] = [
        ["first reaction", { type: "react", seq: 2, emoji: "🎉", on: true }],
        ["reaction", { type: "react", seq: 2, emoji: "❤️", on: true }],
        ["reaction taken back", { type: "react", seq: 2, emoji: "❤️", on: false }],
        ["edit", { type: "edit", seq: 2, body: "coffee?" }, 3],
        ["edit of what is new", { type: "edit", seq: 3, body: "coffee?" }, 3],
        ["delete", { type: "delete", seq: 2 }, 3],
      ];
      for (const [what, wanted, rows = 2] of costs)
        expect({ what, ...count(() => change(timeline, wanted)) }).toMatchObject({ what, written: rows });
    });
  });

  it("writes are two for a message in the long run as well: what is let go of costs next to nothing", async () => {
    await onTimeline((timeline, count) => {
      const start = Date.now();
      let said = 0;
      const sayMany = (many: number) => {
        for (let n = 0; n < many; n++) {
          const now = start + ++said * 5 * 60_000;
          say(timeline, now);
          // As the alarm does it, when the stores have everything.
          timeline.trim(timeline.head.rev, now);
        }
      };
      // A room lets go of nothing until it has enough of it, and knows ids for a day.
      sayMany(600);
      const inLog = timeline.log.between(1, said).length;
      const days = 5;
      const messages = days * 24 * 12;
      const { written } = count(() => sayMany(messages));
      // A note for each hundred that go, and a table for the ids of each day.
      const beside = Math.ceil(messages / 100) + 2 * days;
      expect(written).toBeGreaterThanOrEqual(2 * messages);
      expect(written).toBeLessThanOrEqual(2 * messages + beside);
      expect(timeline.log.between(1, said).length).toBeLessThanOrEqual(inLog + 100);
      expect(timeline.latest()).toHaveLength(25);
    });
  });

  it("reads are those asked for, however long it is and however much of it was changed", async () => {
    await onTimeline((timeline, count, again) => {
      for (let n = 1; n <= 400; n++) {
        say(timeline);
        if (n % 2 === 0) change(timeline, { type: "react", seq: n - 1, emoji: "🎉", on: true });
      }
      const { rev } = timeline.head;
      expect(rev).toBe(600);
      const reads: [string, number, () => unknown][] = [
        ["the head", 4, () => expect(timeline.log.head()).toEqual(timeline.head)],
        // The tables that there are among them.
        ["waking", 36, again],
        ["one message", 2, () => timeline.log.find(200)],
        [
          "what is not in the record yet",
          12,
          () => expect(timeline.log.pending("rev", rev - 4, 1_000, 1e6)).toHaveLength(3),
        ],
        [
          "what is not in the index yet",
          12,
          () => expect(timeline.log.pending("textRev", rev - 4, 1_000, 1e6)).toHaveLength(2),
        ],
        ["what somebody missed", 24, () => expect(timeline.log.changedSince(rev - 4, 200)).toHaveLength(3)],
        ["the last 25", 50, () => timeline.latest()],
      ];
      for (const [what, most, read] of reads) expect(count(read).read, what).toBeLessThanOrEqual(most);
    });
  });
});

/** D1 that says how many rows it wrote. */
function counting(d1: D1Database): { d1: D1Database; written(): number } {
  let written = 0;
  const counted = new Proxy(d1, {
    get: (target, name) =>
      name === "batch"
        ? async (statements: D1PreparedStatement[]) => {
            const results = await target.batch(statements);
            for (const { meta } of results) written += meta.rows_written;
            return results;
          }
        : Reflect.get(target, name, target).bind(target),
  });
  return { d1: counted, written: () => written };
}

/** How many rows `work` reads in D1, with single statements. */
async function rowsReadBy(work: (db: Database) => Promise<unknown>): Promise<number> {
  let read = 0;
  const counted = (statement: D1PreparedStatement): D1PreparedStatement =>
    new Proxy(statement, {
      get: (target, name) =>
        name === "bind"
          ? (...values: unknown[]) => counted(target.bind(...values))
          : async (...args: []) => {
              // Some ways of asking answer without the count, so it is asked for apart.
              read += (await target.all()).meta.rows_read;
              return Reflect.get(target, name, target).apply(target, args);
            },
    });
  const prepare = (query: string) => counted(env.DB.prepare(query));
  const d1 = new Proxy(env.DB, { get: (target, name) => (name === "prepare" ? prepare : Reflect.get(target, name)) });
  await work(openDatabase(d1));
  return read;
}

describe("the rows that D1", () => {
  const at = Date.now();
  const message = (seq: number): StoredMessage => ({
    seq,
    rev: seq,
    id: `client-${seq}`,
    authorId: "alice",
    body: "tea?",
    at: at + seq,
    replyTo: null,
    editedAt: null,
    deletedAt: null,
    reactions: null,
    mentions: null,
    pinnedAt: null,
  });

  it("writes are one for each message that is new or changed and one for the room", async () => {
    const { d1, written } = counting(env.DB);
    const db = openDatabase(d1);
    let before = 0;
    const marks: Mark[] = [];
    const record = async (changes: StoredMessage[], head: StoredMessage, rev: number, versions: Version[] = []) => {
      const roomId = "dm:a:rows";
      if (versions.length > 0) await recordVersions(db, roomId, versions);
      const reads = placeReads(new Map(), marks);
      await recordMessages(db, { roomId, kind: "direct", newPeerIds: [], changes, head, rev, reads, now: at });
      const rows = written() - before;
      before = written();
      return rows;
    };
    const [one, two, three] = [message(1), message(2), message(3)];
    expect(await record([one], one, 1)).toBe(2);
    // How far people have read goes with the room.
    for (let n = 0; n < 100; n++) marks.push({ userId: `reader${n}`, seq: 3, isExact: false });
    expect(await record([two, three], three, 3)).toBe(3);
    const reacted = { ...one, rev: 4, reactions: { "🎉": ["bob"] } };
    expect(await record([reacted], three, 4)).toBe(2);
    expect(await record([{ ...two, rev: 5, body: "coffee?", editedAt: at }], three, 5)).toBe(2);
    // One more for each person who is named, for each text that was replaced, and for the pin of a message.
    const named = { ...three, rev: 6, mentions: ["alice", "bob"] };
    expect(await record([named], named, 6)).toBe(4);
    const version = { seq: 3, rev: 6, body: "tea?", at };
    const edited = { ...named, rev: 7, body: "milk?", mentions: ["bob"] };
    expect(await record([edited], edited, 7, [version])).toBe(3);
    const pinned = { ...edited, rev: 8, pinnedAt: at };
    expect(await record([pinned], pinned, 8)).toBe(3);
    // As after a crash: written again, and an older one after a newer.
    expect(await record([edited], pinned, 8, [version])).toBe(0);
    expect(await record([reacted, two], pinned, 8)).toBe(0);
    const { results } = await env.DB.prepare(
      "select seq, rev, body, reactions from messages where room_id = 'dm:a:rows' order by seq",
    ).all();
    expect(results).toEqual([
      { seq: 1, rev: 4, body: "tea?", reactions: '{"🎉":["bob"]}' },
      { seq: 2, rev: 5, body: "coffee?", reactions: null },
      { seq: 3, rev: 8, body: "milk?", reactions: null },
    ]);
  });

  it("writes are one for all who have read on, and one more for whom it is who went back or moved longest ago", async () => {
    const { d1, written } = counting(env.DB);
    const db = openDatabase(d1);
    const roomId = "group:read";
    await env.DB.prepare("insert into rooms (id, kind, created_at) values (?, 'group', 0)").bind(roomId).run();
    for (let n = 0; n < 50; n++) {
      const insert = env.DB.prepare("insert into members (user_id, room_id, joined_at) values (?, ?, 0)");
      await insert.bind(`reader${n}`, roomId).run();
    }
    let known: ReadonlyMap<string, number> = new Map();
    let before = 0;
    const read = async (marks: Mark[]) => {
      const placed = placeReads(known, marks, 40);
      await recordReads(db, roomId, placed);
      known = placed.recent;
      expect(await findRecentReads(db, roomId)).toEqual(known);
      const rows = written() - before;
      before = written();
      return rows;
    };
    const marks = (from: number, to: number, seq: number) =>
      Array.from({ length: to - from }, (_, n) => ({ userId: `reader${from + n}`, seq, isExact: false }));
    expect(await read(marks(0, 40, 1))).toBe(1);
    expect(await read(marks(0, 40, 2))).toBe(1);
    expect(await read(marks(0, 40, 2))).toBe(0);
    expect(await read([{ userId: "reader7", seq: 1, isExact: true }])).toBe(2);
    expect(await read(marks(40, 50, 5))).toBe(1 + 10);
    const reads = await findReads(db, roomId, ["reader0", "reader7", "reader39", "reader49"]);
    expect(Object.fromEntries(reads)).toEqual({ reader0: 2, reader7: 1, reader39: 2, reader49: 5 });
  });

  it("writes into the index are none for a reaction", async () => {
    await onTimeline((timeline) => {
      for (let n = 0; n < 3; n++) say(timeline);
      change(timeline, { type: "edit", seq: 1, body: "coffee?" });
      change(timeline, { type: "react", seq: 1, emoji: "🎉", on: true });
      change(timeline, { type: "react", seq: 2, emoji: "🎉", on: true });
      const pending = (after: number, limit = 1_000) =>
        timeline.log.pending("textRev", after, limit, 1e6).map(({ message, textRev }) => [message.seq, textRev]);
      expect(pending(0)).toEqual([
        [2, 2],
        [3, 3],
        [1, 4],
      ]);
      // Cut anywhere, the rest is what comes after, though reactions have given the messages higher revs meanwhile.
      expect(pending(0, 2)).toEqual([
        [2, 2],
        [3, 3],
      ]);
      expect(pending(3)).toEqual([[1, 4]]);
      expect(pending(4)).toEqual([]);
      expect(timeline.log.pending("rev", 3, 1_000, 1e6).map(({ message }) => [message.seq, message.rev])).toEqual([
        [1, 5],
        [2, 6],
      ]);
    });
  });

  it("writes into the index for an edit take the place of those for the message", async () => {
    const { d1, written } = counting(env.SEARCH);
    await indexMessages(d1, "dm:a:rows", [message(1)]);
    expect(written()).toBe(3);
    await indexMessages(d1, "dm:a:rows", [{ ...message(1), body: "coffee?" }]);
    await indexMessages(d1, "dm:a:rows", [{ ...message(1), body: "", deletedAt: at }]);
    const { count } =
      (await env.SEARCH.prepare("select count(*) as count from message_index").first<{ count: number }>()) ?? {};
    expect(count).toBe(0);
    expect(written()).toBe(5);
  });
});

describe("the rows that D1 reads", () => {
  it("for a page are its messages and two for each who wrote on it, at the beginning and at the end of a long room", async () => {
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    await env.DB.prepare(
      `insert into messages (room_id, seq, rev, id, author_id, body, at)
       with recursive n(seq) as (select 1 union all select seq + 1 from n where seq < 3000)
       select 'group:long', seq, seq, 'client-' || seq, iif(seq % 2, ?, ?), 'tea?', seq from n`,
    )
      .bind(alice.id, bob.id)
      .run();
    for (const from of [1, 1_500, 2_951]) {
      const read = await rowsReadBy(async (db) => {
        const found = await findMessages(db, "group:long", { from, to: from + 49 });
        expect(found).toHaveLength(50);
        expect(found.at(-1)?.author.username).toBe((from + 49) % 2 === 1 ? alice.username : bob.username);
      });
      expect(read, `from ${from}`).toBe(54);
    }
  });

  it("to find where a day begins are some forty, however long the room is", async () => {
    await env.DB.prepare(
      `insert into messages (room_id, seq, rev, id, author_id, body, at)
       with recursive n(seq) as (select 1 union all select seq + 1 from n where seq < 3000)
       select 'group:days', seq, seq, 'client-' || seq, 'somebody', 'tea?', 1000 + 10 * seq from n where seq <> 2000`,
    ).run();
    const places: [number, number][] = [
      [0, 0],
      [1_010, 0],
      [1_011, 1],
      [1_000 + 10 * 2_500, 2_499],
      [99_999, 3_000],
    ];
    for (const [since, seq] of places) {
      const read = await rowsReadBy(async (db) =>
        expect(await findSeqBefore(db, "group:days", since, 3_000)).toBe(seq),
      );
      expect(read, `since ${since}`).toBeLessThanOrEqual(40);
    }
    // Of what the record lacks nothing is known: no later than where it was.
    expect(await findSeqBefore(openDatabase(env.DB), "group:days", 99_999, 3_010)).toBeLessThanOrEqual(3_000);
  });

  it("for what moderators look at are those of it, and not those of everybody and everything else", async () => {
    const many = (into: string, values: string) =>
      env.DB.prepare(
        `insert into ${into} with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000) select ${values} from n`,
      ).run();
    await many("audit (at, action, actor_id)", "i, iif(i % 1000 = 1, 'ban', 'logged_in'), 'somebody'");
    await many(
      "users (id, username, display_name, password_hash, created_at, banned_at, role)",
      "'row' || i, 'row_' || i, 'x', 'x', i, iif(i % 1000 = 1, 1, null), iif(i % 1000 = 2, 'moderator', 'member')",
    );
    await many("rooms (id, kind, created_at)", "'dm:row:' || i, 'direct', i");
    await many(
      "reports (id, reporter_id, user_id, reason, at, closed_at)",
      "'row' || i, 'a' || i, 'b', 'x', i, iif(i % 1000 = 1, 1, null)",
    );
    const people = { prefix: "", limit: 50, now: Date.now() };
    const lists: [string, (db: Database) => Promise<unknown[]>][] = [
      ["acts", (db) => listAudit(db, { withoutSecurity: true, limit: 50 })],
      ["banned", (db) => listPeople(db, { ...people, only: "banned" })],
      ["timed out", (db) => listPeople(db, { ...people, only: "timed_out" })],
      ["staff", (db) => listPeople(db, { ...people, only: "staff" })],
      ["rooms", (db) => listRoomRecords(db, { limit: 50 })],
      ["closed reports", (db) => listReports(db, { isClosed: true, limit: 50 })],
    ];
    for (const [what, list] of lists) {
      let found = 0;
      const read = await rowsReadBy(async (db) => {
        found = (await list(db)).length;
      });
      // With those of the people in it.
      expect(read, `${what}: ${found}`).toBeLessThanOrEqual(6 * found + 10);
    }
  });

  it("for the list of rooms are three for each, and no more but where a message names whom it is for", async () => {
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    await bob.say(direct(alice, bob), "tea?");
    await alice.say(direct(alice, bob), "yes");
    for (let n = 0; n < 10; n++) {
      const group = { kind: "group", name: `Tea ${n}`, memberIds: [alice.id] };
      const { body } = await bob.call<{ room: Room }>("POST", "/api/rooms", group);
      await bob.say(body.room.id, "tea?");
    }
    await expect.poll(async () => (await alice.rooms()).filter(({ unread }) => unread > 0)).toHaveLength(10);
    const rooms = await alice.rooms();
    const readBy = (self?: Person) => rowsReadBy((db) => listRooms(db, alice.id, self));
    const read = await readBy({ id: alice.id, username: alice.username, displayName: alice.username });
    // Of the global room nobody is shown: nothing was said in it. Where the list ends, the place of somebody else may be read.
    expect([3 * rooms.length - 1, 3 * rooms.length]).toContain(read);
    expect(await readBy()).toBe(read + 2);
    const named = rooms.find(({ kind }) => kind === "group")?.id ?? "";
    await bob.say(named, `@${alice.username} tea?`);
    await expect
      .poll(async () => (await alice.rooms()).find(({ id }) => id === named))
      .toMatchObject({ unread: 2, mentions: 1 });
    // The mention and its message, and where the mentions end, if there are others behind them.
    const more = (await readBy()) - read - 2;
    expect([2, 3]).toContain(more);
  });
});
