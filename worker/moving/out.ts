/** Moving out: the record as lines, a page at a time, always in the same order. */
import * as v from "valibot";
import type { Database } from "../db/database.ts";
import { ProtocolError } from "../errors.ts";
import type { Invite } from "../protocol.ts";
import type { Line, LineType } from "./lines.ts";
import { Line as LineSchema } from "./lines.ts";

/** A text has up to 16 kB: a page of the longest is 8 MB. */
const PAGE = 500;
/** Each of them is asked. */
const GROUPS_PER_PAGE = 50;

type Row = Record<string, unknown>;
type Value = string | number;

interface Section {
  type: LineType;
  table: string;
  /** What a row has beside the columns of its table. */
  columns?: string;
  /** Its primary key: the order of the lines. */
  key: string[];
  /** Without what concerns this deployment alone. */
  where?: string;
  line(row: Row): Row;
}

// What is said before who said it and where: people go on while this is read, and nothing in the file may be in a room or from somebody
// that is not.
const SECTIONS: Section[] = [
  {
    type: "setting",
    table: "community",
    key: ["key"],
    where: "key not in ('import', 'imported')",
    line: ({ key, value }) => ({ key, value: parsed(value) }),
  },
  {
    type: "message",
    table: "messages",
    key: ["room_id", "seq"],
    line: (row) => ({
      ...pick(row, "room_id", "seq", "rev", "id", "author_id", "body", "at", "reply_to", "edited_at", "deleted_at"),
      ...json(row, "reactions"),
      ...json(row, "mentions"),
      ...pick(row, "pinned_at"),
    }),
  },
  {
    type: "version",
    table: "versions",
    key: ["room_id", "seq", "rev"],
    line: (row) => pick(row, "room_id", "seq", "rev", "body", "at"),
  },
  {
    type: "room",
    table: "rooms",
    key: ["id"],
    line: (row) => ({
      ...pick(row, "id", "kind", "name", "topic", "created_at", "last_rev", "last_at"),
      ...flag(row, "public"),
      ...(row["slow_mode_s"] === 0 ? {} : { slowMode: row["slow_mode_s"] }),
      ...flag(row, "locked"),
    }),
  },
  {
    type: "member",
    table: "members",
    columns: `, max(read_seq, coalesce(
      (select reads from rooms where rooms.id = members.room_id) ->> user_id, 0)) as read_up_to`,
    key: ["user_id", "room_id"],
    line: (row) => ({
      ...pick(row, "room_id", "user_id", "role"),
      readSeq: row["read_up_to"],
      ...flag(row, "muted"),
      ...pick(row, "notify", "joined_at"),
    }),
  },
  {
    type: "user",
    table: "users",
    key: ["id"],
    line: (row) => ({
      ...pick(row, "id", "username", "display_name", "bio"),
      settings: parsed(row["settings"]),
      ...pick(row, "password_hash", "role", "created_at", "deleted_at", "banned_at", "timeout_until"),
    }),
  },
  {
    type: "block",
    table: "blocks",
    key: ["blocker_id", "blocked_id"],
    line: (row) => pick(row, "blocker_id", "blocked_id", "at"),
  },
  {
    type: "signUpInvite",
    table: "sign_up_invites",
    key: ["code"],
    line: (row) => pick(row, "code", "created_by", "created_at", "expires_at", "uses_left"),
  },
  {
    type: "report",
    table: "reports",
    key: ["id"],
    line: (row) =>
      pick(
        row,
        ...["id", "reporter_id", "user_id", "room_id", "seq", "reason", "body", "at"],
        ...["closed_at", "closed_by", "outcome"],
      ),
  },
  {
    type: "act",
    table: "audit",
    key: ["no"],
    // That it moved is no part of what moves.
    where: "action not in ('exported', 'imported')",
    line: (row) => ({
      ...pick(row, "no", "at", "action", "actor_id", "user_id", "room_id", "seq"),
      detail: parsed(row["detail"]),
      ...pick(row, "key"),
    }),
  },
];

const Cursor = v.tuple([v.number(), v.array(v.union([v.string(), v.number()]))]);

export interface ExportPage {
  lines: Line[];
  /** Where the next page begins; without it that was all. */
  cursor?: string;
}

/**
 * @param invitesOf the open invites of a group: its object alone knows them
 * @throws `bad_request` for a cursor that is none
 */
export async function exportPage(
  db: Database,
  invitesOf: (roomId: string) => Promise<Invite[]>,
  cursor: string | undefined,
): Promise<ExportPage> {
  const [index, after] = cursor === undefined ? [0, []] : parseCursor(cursor);
  // Last, so that whoever moves in has the groups by then.
  if (index === SECTIONS.length) return invitesPage(db, invitesOf, String(after[0] ?? ""));
  const section = SECTIONS[index];
  if (!section) throw notACursor();
  const rows = await readRows(db, section, after);
  const lines = rows.map((row) => lineOf(section, row));
  const last = rows.at(-1);
  const isFull = rows.length === PAGE && last !== undefined;
  const next = isFull
    ? cursorAt(
        index,
        section.key.map((key) => keyValue(last[key])),
      )
    : cursorAt(index + 1, []);
  return { lines, cursor: next };
}

async function invitesPage(
  db: Database,
  invitesOf: (roomId: string) => Promise<Invite[]>,
  afterRoomId: string,
): Promise<ExportPage> {
  const { results } = await db.$client
    .prepare("select id from rooms where kind = 'group' and id > ? order by id limit ?")
    .bind(afterRoomId, GROUPS_PER_PAGE)
    .all<{ id: string }>();
  const invites = await Promise.all(results.map(({ id }) => invitesOf(id)));
  const lines = invites.flat().map((invite) => v.parse(LineSchema, { type: "groupInvite", ...invite }));
  const last = results.at(-1);
  return results.length === GROUPS_PER_PAGE && last
    ? { lines, cursor: cursorAt(SECTIONS.length, [last.id]) }
    : { lines };
}

async function readRows(db: Database, { table, columns = "", key, where }: Section, after: Value[]): Promise<Row[]> {
  const beyond = after.length === 0 ? [] : [`(${key.join(", ")}) > (${key.map(() => "?").join(", ")})`];
  const conditions = [...beyond, ...(where ? [where] : [])];
  const condition = conditions.length === 0 ? "" : `where ${conditions.join(" and ")}`;
  const query = `select *${columns} from ${table} ${condition} order by ${key.join(", ")} limit ${PAGE}`;
  const { results } = await db.$client
    .prepare(query)
    .bind(...after)
    .all();
  return results;
}

function lineOf({ type, line }: Section, row: Row): Line {
  return v.parse(LineSchema, { type, ...line(row) });
}

function parseCursor(cursor: string): [number, Value[]] {
  try {
    return v.parse(Cursor, JSON.parse(cursor));
  } catch {
    throw notACursor();
  }
}

function cursorAt(section: number, key: Value[]): string {
  return JSON.stringify([section, key]);
}

function keyValue(value: unknown): Value {
  return typeof value === "number" ? value : String(value);
}

/** These columns by the names that lines have for them; none for null. */
function pick(row: Row, ...columns: string[]): Row {
  const present = columns.filter((column) => row[column] !== null);
  return Object.fromEntries(present.map((column) => [camel(column), row[column]]));
}

function flag(row: Row, column: string): Row {
  return row[column] === 1 ? { [camel(column)]: true } : {};
}

function json(row: Row, column: string): Row {
  return row[column] === null ? {} : { [camel(column)]: parsed(row[column]) };
}

function parsed(value: unknown): unknown {
  return JSON.parse(String(value));
}

function camel(column: string): string {
  return column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

const notACursor = () => new ProtocolError("bad_request", "This is no cursor of an export.");
