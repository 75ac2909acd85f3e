/** The first administrator: nobody else could make one. */
import { randomInt } from "node:crypto";
import { array, nullable, number, object, parse, safeParse, string } from "valibot";
import { hashPassword } from "../../worker/auth/passwords.ts";
import { nameWords } from "../../worker/db/name-words.ts";
import { newId } from "../../worker/ids.ts";
import { type AuditAction, GLOBAL_ROOM_ID, Password, Username } from "../../worker/protocol.ts";
import { execute, type Place, sqlText } from "../d1.ts";
import { migrateLocal } from "../migrate.ts";
import { askSecret } from "../prompt.ts";
import { Refusal, wrongUse } from "../refusal.ts";
import type { Command } from "./command.ts";

const Found = array(object({ id: string(), role: string(), deleted_at: nullable(number()) }));

export const create: Command = {
  usage: "create <username>",
  about: "makes an administrator",
  help: `Makes an account that is an administrator, or makes an administrator of the account with that name, for what is
opened from then on (grant, with a server, counts at once). Of a new account it asks the password; an empty one is
made up and shown. Needs no server, only its databases.`,
  wants: ["Whom?"],
  run: ({ place, args: [username = ""] }) => createAdmin(place, username),
};

async function createAdmin(place: Place, name: string): Promise<void> {
  const parsed = safeParse(Username, name);
  if (!parsed.success) throw wrongUse(`"${name}" cannot be a username: it ${parsed.issues[0].message}.`);
  const username = parsed.output;
  // There may be no database yet: this may be the first thing that is done.
  if (place !== "remote") await migrateLocal(place.stateDir);
  const [found] = parse(
    Found,
    await execute(place, `SELECT id, role, deleted_at FROM users WHERE username = ${sqlText(username)}`),
  );
  if (!found) return insertAdmin(place, username);
  if (found.deleted_at !== null)
    throw new Refusal(`The account ${username} was deleted; its name is not given out again.`);
  if (found.role === "admin" || found.role === "owner") {
    return console.log(`${username} is an administrator already.`);
  }
  await execute(
    place,
    auditSql("role_changed", found.id, { from: found.role, to: "admin" }),
    `UPDATE users SET role = 'admin' WHERE id = ${sqlText(found.id)}`,
    // A link that was good for a member must not become one to more.
    `DELETE FROM password_resets WHERE user_id = ${sqlText(found.id)}`,
  );
  console.log(`${username} is an administrator now. The password stays as it was.`);
}

async function insertAdmin(place: Place, username: string): Promise<void> {
  const typed = await askSecret(`Password for ${username} (empty: one is made): `);
  const password = typed || madePassword();
  const parsed = safeParse(Password, password);
  if (!parsed.success) throw new Refusal(`The password ${parsed.issues[0].message}.`);
  await execute(place, ...(await newAdminSql(username, parsed.output)));
  console.log(`Made ${username}, an administrator.`);
  if (!typed) console.log(`Password: ${password}`);
}

/** What registering does (worker/db/users.ts), without a session: nobody is signed in by this. */
async function newAdminSql(username: string, password: string): Promise<string[]> {
  const userId = newId();
  const id = sqlText(userId);
  const name = sqlText(username);
  const now = Date.now();
  const words = nameWords({ username, displayName: username });
  return [
    `INSERT INTO users (id, username, display_name, password_hash, role, created_at)
     VALUES (${id}, ${name}, ${name}, ${sqlText(await hashPassword(password))}, 'admin', ${now})`,
    `INSERT INTO user_words (word, user_id) VALUES ${words.map((word) => `(${sqlText(word)}, ${id})`).join(", ")}`,
    `INSERT INTO members (user_id, room_id, read_seq, joined_at) VALUES
     (${id}, ${sqlText(GLOBAL_ROOM_ID)}, coalesce((SELECT last_seq FROM rooms WHERE id = ${sqlText(GLOBAL_ROOM_ID)}), 0), ${now})`,
    auditSql("role_changed", userId, { from: null, to: "admin" }),
  ];
}

/** By the operator, as the server writes it (worker/db/audit.ts). */
function auditSql(action: AuditAction, userId: string, detail: Record<string, string | null>): string {
  return `INSERT INTO audit (at, action, user_id, detail)
    VALUES (${Date.now()}, ${sqlText(action)}, ${sqlText(userId)}, ${sqlText(JSON.stringify(detail))})`;
}

// Read aloud and typed off a screen without doubt: no l and 1, no o and 0. 20 of them are 98 bits.
const LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

function madePassword(): string {
  const letters = Array.from({ length: 20 }, () => LETTERS.charAt(randomInt(LETTERS.length)));
  return letters.join("").replace(/.{5}(?=.)/g, "$&-");
}
