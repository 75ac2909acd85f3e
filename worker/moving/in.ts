/** Moving in: lines into an empty record, some at a time. The same lines again change nothing. */
import * as v from "valibot";
import { entryOf } from "../db/audit.ts";
import type { Database } from "../db/database.ts";
import { jsonPortions } from "../db/json-portions.ts";
import type { By } from "../db/moderation.ts";
import { foldName, nameWords } from "../db/name-words.ts";
import { ProtocolError } from "../errors.ts";
import type { Invite } from "../protocol.ts";
import { Line, type LineOf, type LineType } from "./lines.ts";

const Progress = v.object({ sha256: v.string(), lines: v.number() });
/** How far a move has come: the file that moves in, and how many of its lines are here. */
export type Progress = v.InferOutput<typeof Progress>;

/** `undefined` where none is under way. */
export async function importProgress(db: Database): Promise<Progress | undefined> {
  const row = await db.$client.prepare("select value from community where key = 'import'").first<{ value: string }>();
  return row ? v.parse(Progress, JSON.parse(row.value)) : undefined;
}

/** Meanwhile nobody is let in: a room that is opened before its messages are here would begin without them. */
export async function isMovingIn(db: Database): Promise<boolean> {
  return (await importProgress(db)) !== undefined;
}

/**
 * Begins, or goes on with the same file.
 * @returns how many lines are here already
 * @throws `conflict` where somebody lives here, or another file is moving in
 */
export async function beginImport(db: Database, sha256: string): Promise<number> {
  const known = (await importProgress(db)) ?? (await importedFile(db));
  if (known) {
    if (known.sha256 === sha256) return known.lines;
    throw new ProtocolError(
      "conflict",
      "Another file is moving in here. Go on with that one, or start with an empty record.",
    );
  }
  const somebody = await db.$client.prepare("select 1 from users union all select 1 from audit limit 1").first();
  if (somebody)
    throw new ProtocolError("conflict", "Somebody lives here: a community moves into an empty record alone.");
  await keepProgress(db, { sha256, lines: 0 }).run();
  return 0;
}

/**
 * Takes lines in. Where it fails in between they are to be sent again, which changes nothing of what is here.
 * @param takeInvites gives groups the ways into them; giving them again changes nothing
 * @param from how many lines of the file are before these
 * @throws `bad_request` for a line that is none, `conflict` where these are not the next ones
 */
export async function importLines(
  db: Database,
  takeInvites: (invites: Invite[]) => Promise<void>,
  { sha256, from, texts }: { sha256: string; from: number; texts: string[] },
): Promise<number> {
  const known = await importProgress(db);
  // The answer to these was lost on its way.
  if (known?.sha256 === sha256 && known.lines === from + texts.length) return known.lines;
  if (known?.sha256 !== sha256 || known.lines !== from) {
    throw new ProtocolError("conflict", `These are not the next lines: ${known?.lines ?? 0} are here.`);
  }
  const lines = texts.map((text, index) => parseLine(text, from + index));
  const after = from + lines.length;
  await db.$client.batch(WRITERS.flatMap((writer) => writer(db, lines)));
  // Behind what they lead to: a group that is asked before its messages are here would begin without them.
  const invites = lines.filter((line) => line.type === "groupInvite");
  if (invites.length > 0) await takeInvites(invites.map(({ type: _, ...invite }) => invite));
  await keepProgress(db, { sha256, lines: after }).run();
  return after;
}

/**
 * Everything is here: what follows from it is worked out. Again changes nothing.
 * @param wake has what began before there was anything to be known begin again
 */
export async function finishImport(
  db: Database,
  { actorId, at }: By,
  { sha256, lines }: Progress,
  wake: () => Promise<void>,
): Promise<void> {
  if ((await importedFile(db))?.sha256 === sha256) return;
  const known = await importProgress(db);
  if (known?.sha256 !== sha256 || known.lines !== lines) {
    throw new ProtocolError("conflict", `Not everything is here: ${known?.lines ?? 0} of ${lines} lines.`);
  }
  const write = (query: string) => db.$client.prepare(query);
  await db.$client.batch([write(SET_HEADS), write(SET_MEMBER_COUNTS), write(CLAMP_READ_MARKS)]);
  // While nobody can log in: what is said before would be the first message of a room that has a thousand.
  await wake();
  await db.$client.batch([
    entryOf(db, { at, action: "imported", actorId, detail: { lines } }),
    write("delete from community where key = 'import'"),
    write("insert or replace into community (key, value) values ('imported', ?)").bind(
      JSON.stringify({ sha256, lines }),
    ),
  ]);
}

/** Whether this file has moved in here, to its end. */
export async function isImported(db: Database, sha256: string): Promise<boolean> {
  return (await importedFile(db))?.sha256 === sha256;
}

/** The file that moved in here, once it has. */
async function importedFile(db: Database): Promise<Progress | undefined> {
  const row = await db.$client.prepare("select value from community where key = 'imported'").first<{ value: string }>();
  return row ? v.parse(Progress, JSON.parse(row.value)) : undefined;
}

function keepProgress(db: Database, progress: Progress): D1PreparedStatement {
  return db.$client
    .prepare("insert or replace into community (key, value) values ('import', ?)")
    .bind(JSON.stringify(progress));
}

function parseLine(text: string, index: number): Line {
  try {
    return v.parse(Line, JSON.parse(text));
  } catch (error) {
    // The first line of the file says what it is; it is not among these.
    const reason = error instanceof Error ? error.message : String(error);
    throw new ProtocolError("bad_request", `Line ${index + 2} is not understood: ${reason.slice(0, 200)}`);
  }
}

type Writer = (db: Database, lines: Line[]) => D1PreparedStatement[];

/** Writes all lines of a type in one statement: they travel as one parameter. */
function writer<T extends LineType>(
  type: T,
  query: string,
  row: (line: LineOf<T>) => unknown = (line) => line,
): Writer {
  return (db, lines) => {
    const own = lines.filter((line): line is LineOf<T> => line.type === type);
    return jsonPortions(own.map(row)).map((portion) => db.$client.prepare(query).bind(portion));
  };
}

/** `columns` of a table from the fields of the same names in the lines. */
function insert(table: string, fields: Record<string, string>): string {
  const values = Object.values(fields).join(", ");
  return `insert or replace into ${table} (${Object.keys(fields).join(", ")}) select ${values} from json_each(?) where true`;
}
const field = (name: string) => `value ->> '${name}'`;
const flagOf = (name: string) => `coalesce(value ->> '${name}', 0)`;
const textOf = (name: string) => `value -> '${name}'`;

const WRITERS: Writer[] = [
  writer("setting", insert("community", { key: field("key"), value: textOf("value") })),
  writer(
    "user",
    insert("users", {
      id: field("id"),
      username: field("username"),
      display_name: field("displayName"),
      bio: field("bio"),
      settings: field("settings"),
      password_hash: field("passwordHash"),
      role: field("role"),
      created_at: field("createdAt"),
      deleted_at: field("deletedAt"),
      banned_at: field("bannedAt"),
      timeout_until: field("timeoutUntil"),
    }),
    (user) => ({ ...user, settings: JSON.stringify(user.settings) }),
  ),
  writer(
    "user",
    `insert or ignore into user_words (word, user_id)
     select word.value, user.value ->> 'id' from json_each(?) as user, json_each(user.value -> 'words') as word where true`,
    (user) => ({ id: user.id, words: user.deletedAt === undefined ? nameWords(user) : [] }),
  ),
  writer(
    "block",
    insert("blocks", { blocker_id: field("blockerId"), blocked_id: field("blockedId"), at: field("at") }),
  ),
  writer(
    "signUpInvite",
    insert("sign_up_invites", {
      code: field("code"),
      created_by: field("createdBy"),
      created_at: field("createdAt"),
      expires_at: field("expiresAt"),
      uses_left: field("usesLeft"),
    }),
  ),
  writer(
    "room",
    insert("rooms", {
      id: field("id"),
      kind: field("kind"),
      name: field("name"),
      topic: field("topic"),
      created_at: field("createdAt"),
      last_rev: field("lastRev"),
      last_at: field("lastAt"),
      public: flagOf("public"),
      folded_name: field("foldedName"),
      slow_mode_s: flagOf("slowMode"),
      locked: flagOf("locked"),
    }),
    (room) => ({ ...room, ...(room.kind === "group" ? { foldedName: foldName(room.name ?? "") } : {}) }),
  ),
  writer(
    "member",
    insert("members", {
      user_id: field("userId"),
      room_id: field("roomId"),
      role: field("role"),
      read_seq: field("readSeq"),
      muted: flagOf("muted"),
      notify: field("notify"),
      joined_at: field("joinedAt"),
    }),
  ),
  writer(
    "message",
    insert("messages", {
      room_id: field("roomId"),
      seq: field("seq"),
      rev: field("rev"),
      id: field("id"),
      author_id: field("authorId"),
      body: field("body"),
      at: field("at"),
      reply_to: field("replyTo"),
      edited_at: field("editedAt"),
      deleted_at: field("deletedAt"),
      reactions: field("reactionsText"),
      mentions: field("mentionsText"),
      pinned_at: field("pinnedAt"),
    }),
    // As text, just as it is stored: SQLite's own JSON would be written another way.
    ({ reactions, mentions, ...message }) => ({
      ...message,
      ...(reactions ? { reactionsText: JSON.stringify(reactions) } : {}),
      ...(mentions ? { mentionsText: JSON.stringify(mentions) } : {}),
    }),
  ),
  writer(
    "message",
    `insert or ignore into mentions (user_id, room_id, seq)
     select name.value, said.value ->> 'roomId', said.value ->> 'seq'
     from json_each(?) as said, json_each(said.value -> 'mentions') as name where true`,
    ({ roomId, seq, mentions = [] }) => ({ roomId, seq, mentions }),
  ),
  writer(
    "version",
    insert("versions", {
      room_id: field("roomId"),
      seq: field("seq"),
      rev: field("rev"),
      body: field("body"),
      at: field("at"),
    }),
  ),
  writer(
    "report",
    insert("reports", {
      id: field("id"),
      reporter_id: field("reporterId"),
      user_id: field("userId"),
      room_id: field("roomId"),
      seq: field("seq"),
      reason: field("reason"),
      body: field("body"),
      at: field("at"),
      closed_at: field("closedAt"),
      closed_by: field("closedBy"),
      outcome: field("outcome"),
    }),
  ),
  writer(
    "act",
    // Never replaced: nothing in it ever changes.
    insert("audit", {
      no: field("no"),
      at: field("at"),
      action: field("action"),
      actor_id: field("actorId"),
      user_id: field("userId"),
      room_id: field("roomId"),
      seq: field("seq"),
      detail: field("detailText"),
      key: field("key"),
    }).replace("insert or replace", "insert or ignore"),
    ({ detail, ...act }) => ({ ...act, detailText: JSON.stringify(detail) }),
  ),
];

// What was changed while it was written out may be newer than what its room said of itself.
const SET_HEADS = `
  update rooms set
    last_seq = coalesce((select max(seq) from messages where room_id = rooms.id), 0),
    mentioned_seq = coalesce((select max(seq) from messages where room_id = rooms.id), 0),
    last_rev = max(last_rev, coalesce((select max(rev) from messages where room_id = rooms.id), 0)),
    last_message = (
      select json_object('seq', seq, 'rev', rev, 'id', id, 'authorId', author_id, 'body', body, 'at', at, 'replyTo', reply_to,
        'editedAt', edited_at, 'deletedAt', deleted_at, 'reactions', json(reactions), 'mentions', json(mentions),
        'pinnedAt', pinned_at)
      from messages where room_id = rooms.id order by seq desc limit 1)`;

const SET_MEMBER_COUNTS = `
  update rooms set member_count = counted.count
  from (select room_id, count(*) as count from members group by room_id) as counted
  where counted.room_id = rooms.id and kind = 'group'`;

const CLAMP_READ_MARKS = `
  update members set read_seq = rooms.last_seq from rooms
  where rooms.id = members.room_id and members.read_seq > rooms.last_seq`;
