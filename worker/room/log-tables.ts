import type { TimelineStorage } from "./timeline.ts";

// A message keeps three revs: `sent_rev` when it was sent, `rev` when it last changed at all, `text_rev` when its text last did.
// `sent_rev` rises with `seq` for good, so what is new after a rev is a range of the primary key and a plain message pays for no
// index; only what was changed since stands in `changed`.
// A message that nobody needs here any more gives its row to a new one. What was sent is known for longer than it is here, and
// stands in tables of its own (sent-ids.ts).
const TABLES = `
  create table if not exists messages (
    seq integer primary key, rev integer not null, id text not null, author_id text not null, body text not null,
    at integer not null, reply_to integer, edited_at integer, deleted_at integer, reactions text, changed_at integer,
    sent_rev integer not null default 0, text_rev integer not null default 0, mentions text, pinned_at integer
  );
  create table if not exists people (id text primary key, username text, display_name text) without rowid;
  create table if not exists set_aside (seq integer primary key);
  create table if not exists forgotten (one integer primary key, rev integer not null);
`;
// The condition stands word for word in the queries that are to use it.
const INDEX = "create index if not exists changed on messages (rev) where rev > sent_rev";

/** Makes the tables of a room's own log, or brings those of an earlier version up to date. */
export function prepareLog(storage: TimelineStorage): void {
  const { sql } = storage;
  sql.exec(TABLES);
  const columns = sql.exec<{ name: string }>("select name from pragma_table_info('messages')").toArray();
  const has = (column: string) => columns.some(({ name }) => name === column);
  if (!has("sent_rev")) storage.transactionSync(() => addChanges(sql));
  if (!has("mentions")) storage.transactionSync(() => addMentions(sql));
  sql.exec(INDEX);
}

/** Leaves no word and no name, but where the room stood (`rev`): nothing of it is due any more. */
export function clearLog(storage: TimelineStorage, rev: number): void {
  storage.transactionSync(() => {
    storage.sql.exec(
      "delete from messages; delete from people; delete from set_aside; delete from versions; delete from handles",
    );
    storage.sql.exec("insert or replace into forgotten (one, rev) values (1, ?)", rev);
  });
}

/** From before messages could be changed: each is as it was sent. */
function addChanges(sql: SqlStorage): void {
  sql.exec(`
    alter table messages add column reactions text;
    alter table messages add column changed_at integer;
    alter table messages add column sent_rev integer not null default 0;
    alter table messages add column text_rev integer not null default 0;
    update messages set sent_rev = rev, text_rev = rev;
  `);
}

/** From before messages named people or were pinned. */
function addMentions(sql: SqlStorage): void {
  sql.exec("alter table messages add column mentions text; alter table messages add column pinned_at integer");
}
