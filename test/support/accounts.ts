/**
 * People of scenes that are about something else than signing up. They are put into the record of a running server as signing up puts
 * them, but for the hash of the password, which is a sixth of a second of work: all have the same password, and so the same hash.
 */
import { readFileSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { parseEnv } from "node:util";
import { DEV_VARS } from "../../scripts/auth-secret.ts";
import { openLocal } from "../../scripts/local-database.ts";
import { splitSecret } from "../../worker/auth/secret.ts";
import { signSession } from "../../worker/auth/tokens.ts";
import { nameWords } from "../../worker/db/name-words.ts";
import { newId } from "../../worker/ids.ts";
import { GLOBAL_ROOM_ID, type Role } from "../../worker/protocol.ts";
import { PASSWORD_HASH } from "./password.ts";

const SESSION_MS = 30 * 24 * 60 * 60 * 1000;

interface Names {
  username: string;
  displayName: string;
}

interface Account {
  id: string;
  token: string;
}

/** Somebody who has an account and is signed in. @throws where the name is taken */
export async function openAccount(stateDir: string, names: Names): Promise<Account> {
  const [account] = await openAccounts(stateDir, [names]);
  if (!account) throw new Error(`${names.username} has no account`);
  return account;
}

/** Many at once, in the order of their names. @throws where one of the names is taken; then none has an account */
export async function openAccounts(stateDir: string, people: readonly Names[]): Promise<Account[]> {
  const database = openRecord(stateDir);
  let claims: { userId: string; sessionId: string }[];
  try {
    // Nothing is awaited until the end of it: who waits for the lock holds up this whole process.
    database.exec("begin immediate");
    claims = people.map((names) => {
      const userId = insertPerson(database, names);
      return { userId, sessionId: insertSession(database, userId) };
    });
    database.exec("commit");
  } finally {
    database.close();
  }
  return Promise.all(claims.map(async (each) => ({ id: each.userId, token: await signSession(secrets(), each) })));
}

/** @returns the id */
function insertPerson(database: DatabaseSync, names: Names): string {
  const [id, now] = [newId(), Date.now()];
  database
    .prepare("insert into users (id, username, display_name, password_hash, created_at) values (?, ?, ?, ?, ?)")
    .run(id, names.username, names.displayName, PASSWORD_HASH, now);
  const word = database.prepare("insert into user_words (word, user_id) values (?, ?)");
  for (const each of nameWords(names)) word.run(each, id);
  database
    .prepare(
      `insert into members (user_id, room_id, read_seq, joined_at)
       values (?1, ?2, coalesce((select last_seq from rooms where id = ?2), 0), ?3)`,
    )
    .run(id, GLOBAL_ROOM_ID, now);
  return id;
}

/** What only the record can say: nobody gives the first role away but who owns the record. */
export function giveRole(stateDir: string, userId: string, role: Role): void {
  const database = openRecord(stateDir);
  try {
    database.prepare("update users set role = ? where id = ?").run(role, userId);
  } finally {
    database.close();
  }
}

/** Another session of somebody, as logging in leaves it. Gives its token. */
export async function openSession(stateDir: string, userId: string): Promise<string> {
  const database = openRecord(stateDir);
  try {
    const sessionId = insertSession(database, userId);
    return await signSession(secrets(), { userId, sessionId });
  } finally {
    database.close();
  }
}

/** @returns its id */
function insertSession(database: DatabaseSync, userId: string): string {
  const [sessionId, now] = [newId(), Date.now()];
  database
    .prepare(
      "insert into sessions (id, user_id, user_agent, created_at, last_seen_at, expires_at) values (?, ?, ?, ?, ?, ?)",
    )
    .run(sessionId, userId, "", now, now, now + SESSION_MS);
  return sessionId;
}

function openRecord(stateDir: string): DatabaseSync {
  const database = openLocal(stateDir, { binding: "DB" });
  if (!database) throw new Error(`there is no record in ${stateDir}`);
  return database;
}

/** Those of the server that runs here, as its start has made them. */
function secrets(): string[] {
  return splitSecret(parseEnv(readFileSync(DEV_VARS, "utf8"))["AUTH_SECRET"]);
}
