/** What is in the record before a load begins: written straight into its file, before the objects that it is about wake for the first time. */
import { createHash, randomBytes } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import * as v from "valibot";
import { openLocal } from "../../../scripts/local-database.ts";
import { GLOBAL_ROOM_ID, type RoomKind } from "../../../worker/protocol.ts";

export interface Filled {
  roomId: string;
  kind: RoomKind;
  /** Of a group. */
  name?: string;
  messages: number;
  authorId: string;
  body(n: number): string;
}

// Each of them is somebody's turn to write, and the file's journal grows no further.
const IN_ONE_GO = 50_000;
// A message a second, up to now.
const APART_MS = 1_000;
const KEY_LIFETIME_MS = 24 * 60 * 60 * 1_000;
const Rebuilt = v.object({ count: v.number(), cursor: v.optional(v.string()) });

/** @throws where there are no databases in the folder */
export function withRecord<T>(stateDir: string, work: (database: DatabaseSync) => T): T {
  const database = openLocal(stateDir, { binding: "DB" });
  if (!database) throw new Error(`there is no record in ${stateDir}`);
  try {
    return work(database);
  } finally {
    database.close();
  }
}

/** A room with messages in it, all from one person. */
export function fillRoom(database: DatabaseSync, { roomId, kind, name, messages, authorId, body }: Filled): void {
  const insert = database.prepare(
    "insert into messages (room_id, seq, rev, id, author_id, body, at) values (?1, ?2, ?2, ?3, ?4, ?5, ?6)",
  );
  const firstAt = Date.now() - messages * APART_MS;
  for (let first = 1; first <= messages; first += IN_ONE_GO) {
    database.exec("begin immediate");
    for (let n = first; n < first + IN_ONE_GO && n <= messages; n++) {
      insert.run(roomId, n, `filled-${n}`, authorId, body(n), firstAt + n * APART_MS);
    }
    database.exec("commit");
  }
  const at = firstAt + messages * APART_MS;
  const last = { seq: messages, rev: messages, id: `filled-${messages}`, authorId, body: body(messages), at };
  database
    .prepare(
      `insert into rooms (id, kind, name, created_at, last_seq, last_rev, last_at, last_message, member_count)
       values (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7, 1)
       on conflict (id) do update set last_seq = ?5, last_rev = ?5, last_at = ?6, last_message = ?7`,
    )
    .run(
      roomId,
      kind,
      name ?? null,
      firstAt,
      messages,
      at,
      JSON.stringify({ ...last, replyTo: null, editedAt: null, deletedAt: null }),
    );
}

export function addMember(database: DatabaseSync, roomId: string, userId: string): void {
  const insert = "insert into members (user_id, room_id, joined_at) values (?, ?, ?) on conflict do nothing";
  database.prepare(insert).run(userId, roomId, Date.now());
}

/** A group beside the global room, of these people. */
export function makeQuietRoom(stateDir: string, userIds: readonly string[]): void {
  const [authorId] = userIds;
  if (authorId === undefined) return;
  withRecord(stateDir, (database) => {
    const room = { roomId: QUIET_ROOM_ID, kind: "group", name: "Quiet", messages: 1 } as const;
    fillRoom(database, { ...room, authorId, body: () => "the first message" });
    for (const userId of userIds) addMember(database, QUIET_ROOM_ID, userId);
  });
}

/** Has the server make its search index from the record, as an operator would. */
export async function indexAll(origin: string, stateDir: string): Promise<void> {
  const key = `operator.${randomBytes(32).toString("base64url")}`;
  const hash = createHash("sha256").update(key).digest("hex");
  withRecord(stateDir, (database) => {
    const insert = "insert into operator_keys (key_hash, expires_at) values (?, ?)";
    database.prepare(insert).run(hash, Date.now() + KEY_LIFETIME_MS);
  });
  let cursor: string | undefined;
  do {
    const query = cursor === undefined ? "" : `?cursor=${encodeURIComponent(cursor)}`;
    const address = `${origin}/api/admin/rebuild-search${query}`;
    const answer = await fetch(address, { method: "POST", headers: { authorization: `Bearer ${key}` } });
    if (!answer.ok) throw new Error(`The index was not made: ${await answer.text()}`);
    cursor = v.parse(Rebuilt, await answer.json()).cursor;
  } while (cursor !== undefined);
}

/** What people say: few words often, many words seldom. */
export function chatter(random: { below(limit: number): number }): () => string {
  // Two draws multiplied: low numbers come far more often, as common words do.
  const word = () => `word${Math.floor((random.below(1_000) * random.below(20_000)) / 1_000)}`;
  return () => Array.from({ length: 6 + random.below(6) }, word).join(" ");
}

export const QUIET_ROOM_ID = "group:quiet";
export const GLOBAL = { roomId: GLOBAL_ROOM_ID, kind: "global" } as const;
