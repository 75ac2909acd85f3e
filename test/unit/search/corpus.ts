/** A message index as the SEARCH database has it, in the same SQLite that D1 is made of. */
import { DatabaseSync } from "node:sqlite";
import * as v from "valibot";
import { isEmpty, matchExpression, parseQuery, quoted } from "../../../worker/search/query.ts";
import { indexText } from "../../../worker/search/text.ts";

const SCHEMA = `CREATE VIRTUAL TABLE message_index USING fts5(room, author, body, room_id UNINDEXED, seq UNINDEXED,
  content='', contentless_delete=1, contentless_unindexed=1,
  tokenize="unicode61 remove_diacritics 0 categories 'L* N* M* S* P* Co'")`;
const Count = v.object({ words: v.number() });
const Rows = v.array(v.object({ body: v.string() }));

/** Puts the bodies into one room and answers queries with the bodies that were found, in the order they were written. */
export function corpus(bodies: string[]): (q: string) => string[] {
  const db = new DatabaseSync(":memory:");
  db.exec(SCHEMA);
  const insert = db.prepare("INSERT INTO message_index (room, author, body, room_id, seq) VALUES (?, ?, ?, ?, ?)");
  for (const [index, body] of bodies.entries()) insert.run("dm:a:b", "a", indexText(body), body, index + 1);
  const select = db.prepare("SELECT room_id AS body FROM message_index WHERE message_index MATCH ? ORDER BY seq");
  return (q) => {
    const query = parseQuery(q);
    if (isEmpty(query)) return [];
    const { must, not } = matchExpression(query);
    const rooms = `room : (${quoted("global")} OR ${quoted("dm:a:b")})`;
    const expression = rooms + (must ? ` AND body : (${must})` : "") + (not ? ` NOT body : (${not})` : "");
    return v.parse(Rows, select.all(expression)).map(({ body }) => body);
  };
}

/** How many words FTS5 itself finds in a text that was made of these. */
export function wordsSeenByFts5(words: string[]): number {
  const db = new DatabaseSync(":memory:");
  db.exec(SCHEMA);
  const insert = db.prepare("INSERT INTO message_index (room, author, body, room_id, seq) VALUES ('', '', ?, '', 1)");
  insert.run(words.join(" "));
  db.exec("CREATE VIRTUAL TABLE seen USING fts5vocab(message_index, 'row')");
  return v.parse(Count, db.prepare("SELECT sum(cnt) AS words FROM seen").get()).words;
}
