import { and, eq, isNull, sql } from "drizzle-orm";
import { ProtocolError, unauthenticated } from "../errors.ts";
import { isRecord } from "../merge-patch.ts";
import { GLOBAL_ROOM_ID, type Me, type Person, type Privacy, privacyIn } from "../protocol.ts";
import { auditEntry } from "./audit.ts";
import type { Database } from "./database.ts";
import { nameWords } from "./name-words.ts";
import { members, sessions, users, userWords } from "./schema.ts";
import { ifInvited, spending } from "./sign-up-invites.ts";

/** Each try that fails is somebody else's that went through: far more than one person's devices do at once. */
const UPDATE_TRIES = 10;
/** A name has several words, and some of those who have one are gone. */
const WORDS_FOR_EACH = 10;

export type UserRow = typeof users.$inferSelect;
export type NewUser = Pick<UserRow, "id" | "username" | "displayName" | "passwordHash" | "createdAt">;
export type NewSession = typeof sessions.$inferInsert;

export type PersonRow = Pick<UserRow, "id" | "username" | "displayName" | "deletedAt">;

/** Who somebody is to others; both names are null once the account is deleted. */
export function personOf(row: PersonRow): Person {
  if (row.deletedAt !== null) return nobody(row.id);
  return { id: row.id, username: row.username, displayName: row.displayName };
}

/** Of an account that is not there: as one that was deleted. */
export function nobody(id: string): Person {
  return { id, username: null, displayName: null };
}

/** The account as its owner sees it. */
export function meOf(row: UserRow): Me {
  return {
    ...personOf(row),
    createdAt: row.createdAt,
    bio: row.bio,
    role: row.role,
    settings: settingsOf(row),
  };
}

/** What others are told of what they do. */
export function privacyOf(row: Pick<UserRow, "settings">): Privacy {
  return privacyIn(settingsOf(row));
}

export function settingsOf(row: Pick<UserRow, "settings">): Record<string, unknown> {
  const settings: unknown = JSON.parse(row.settings);
  return isRecord(settings) ? settings : {};
}

/**
 * The account, its names in the people index, its place in the global room and its first session, all or nothing.
 * @param globalSeq the last message there now: a newcomer has nothing unread
 * @param invite the code that lets them in, which is used up with it; `undefined` where everybody may come
 * @returns the account, or `undefined` where the username is taken
 * @throws `forbidden` where the invite is not good any more
 */
export async function insertUser(
  db: Database,
  user: NewUser,
  session: NewSession,
  globalSeq: number,
  invite?: string,
): Promise<UserRow | undefined> {
  // Who is not invited gets no id, and without one there is no account, nor anything else of this.
  const id = invite === undefined ? user.id : ifInvited(user.id, invite, user.createdAt);
  try {
    const [[row]] = await db.batch([
      db
        .insert(users)
        .values({ ...user, id })
        .returning(),
      db.insert(userWords).values(wordsOf(user)),
      db.insert(members).values({
        userId: user.id,
        roomId: GLOBAL_ROOM_ID,
        readSeq: globalSeq,
        joinedAt: user.createdAt,
      }),
      db.insert(sessions).values(session),
      auditEntry(db, { at: user.createdAt, action: "signed_up", actorId: user.id }),
      ...(invite === undefined ? [] : [spending(db, invite)]),
    ]);
    return row;
  } catch (error) {
    if (isRefused(error, "UNIQUE constraint failed: users.username")) return undefined;
    if (isRefused(error, "NOT NULL constraint failed: users.id")) throw notInvited();
    throw error;
  }
}

export const notInvited = () =>
  new ProtocolError("forbidden", "Nobody signs up here without an invite that is still good.");

/** Whether the username is or was somebody's. */
export async function isNameTaken(db: Database, username: string): Promise<boolean> {
  const [row] = await db.select({ id: users.id }).from(users).where(eq(users.username, username));
  return row !== undefined;
}

export async function findUserByUsername(db: Database, username: string): Promise<UserRow | undefined> {
  const [row] = await db
    .select()
    .from(users)
    .where(and(eq(users.username, username), isNull(users.deletedAt)));
  return row;
}

export async function findUser(db: Database, id: string): Promise<UserRow | undefined> {
  const [row] = await db
    .select()
    .from(users)
    .where(and(eq(users.id, id), isNull(users.deletedAt)));
  return row;
}

/** In no particular order; ids that nobody has are left out, deleted accounts have no names. Two rows read for each. */
export async function findPeople(db: Database, ids: string[]): Promise<Person[]> {
  if (ids.length === 0) return [];
  // Joined from the list: `in (select …)` makes a table of it first, which is a third row for each.
  const rows = await db
    .select(personColumns)
    .from(sql`json_each(${JSON.stringify([...new Set(ids)])}) as wanted`)
    .innerJoin(users, sql`${users.id} = wanted.value`);
  return rows.map(personOf);
}

/** Those of these usernames that are somebody's who is there. */
export async function findUserIds(db: Database, usernames: string[]): Promise<{ id: string; username: string }[]> {
  return db
    .select({ id: users.id, username: users.username })
    .from(users)
    .where(and(inJson(users.username, usernames), isNull(users.deletedAt)));
}

/**
 * People whose username, or display name from one of its words on, starts with `prefix` (folded by `foldName`).
 * The one who is called exactly that comes first, then by username.
 */
export async function searchPeople(db: Database, prefix: string, limit: number): Promise<Person[]> {
  // A range instead of LIKE: it uses the primary key, and `%` is a character like any other. Of a letter that thousands begin with, some
  // are as good as all: one more will be typed. Whoever is called exactly that is not among those that are left out.
  const found = sql`select user_id from (select user_id from user_words where word >= ${prefix} and word < ${`${prefix}\u{10ffff}`}
      order by word limit ${limit * WORDS_FOR_EACH})
    union select id from users where username = ${prefix}`;
  const rows = await db
    .select(personColumns)
    .from(users)
    .where(and(sql`${users.id} in (${found})`, isNull(users.deletedAt), isNull(users.bannedAt)))
    .orderBy(sql`${users.username} = ${prefix} desc`, users.username)
    .limit(limit);
  return rows.map(personOf);
}

const OF_PROFILE = ["displayName", "bio", "settings"] as const;
export type ProfileChange = Partial<Pick<UserRow, (typeof OF_PROFILE)[number]>>;

/**
 * @param changeOf what becomes of an account that is as it is given; asked again where it was changed meanwhile
 * @returns what it was and what it is now
 * @throws `unavailable` where it is being changed again and again; `unauthenticated` where it is gone
 */
export async function updateUser(
  db: Database,
  row: UserRow,
  changeOf: (row: UserRow) => ProfileChange,
): Promise<{ was: UserRow; now: UserRow }> {
  let was = row;
  for (let tries = 0; tries < UPDATE_TRIES; tries++) {
    const change = changeOf(was);
    const now = { ...was, ...change };
    const touched = OF_PROFILE.filter((name) => change[name] !== undefined);
    const isStill = and(
      eq(users.id, row.id),
      isNull(users.deletedAt),
      ...touched.map((name) => eq(users[name], was[name])),
    );
    const update = db.update(users).set(change).where(isStill).returning({ id: users.id });
    const isSameName = now.displayName === was.displayName;
    const [changed] = isSameName ? [await update] : await db.batch([update, ...renaming(db, was, now)]);
    if (changed.length > 0) return { was, now };
    const found = await findUser(db, row.id);
    if (found === undefined) throw unauthenticated();
    was = found;
  }
  throw new ProtocolError("unavailable", "This is being changed from somewhere else. Try again.");
}

/** What names are found by becomes that of `after`, in a batch in which it becomes the name; where somebody was faster, nothing does. */
function renaming(db: Database, was: UserRow, after: UserRow) {
  const isDone = sql`(select display_name from users where id = ${was.id}) = ${after.displayName}`;
  return [
    db.delete(userWords).where(and(eq(userWords.userId, was.id), inJson(userWords.word, nameWords(was)), isDone)),
    // Saved twice at once, the second finds its words there.
    db
      .insert(userWords)
      .select(sql`select value, ${was.id} from json_each(${JSON.stringify(nameWords(after))}) where ${isDone}`)
      .onConflictDoNothing(),
  ] as const;
}

/** Keeps the same password in another hash, unless `from` is not its hash any more. */
export async function renewPasswordHash(
  db: Database,
  { userId, from, to }: { userId: string; from: string; to: string },
): Promise<void> {
  await db
    .update(users)
    .set({ passwordHash: to })
    .where(and(eq(users.id, userId), eq(users.passwordHash, from)));
}

/** What `personOf` reads. */
export const personColumns = {
  id: users.id,
  username: users.username,
  displayName: users.displayName,
  deletedAt: users.deletedAt,
};

function wordsOf(user: Pick<UserRow, "id" | "username" | "displayName">) {
  return nameWords(user).map((word) => ({ word, userId: user.id }));
}

// One parameter, however many there are: D1 allows 100 in a statement.
function inJson(column: typeof users.id | typeof users.username | typeof userWords.word, values: string[]) {
  return sql`${column} in (select value from json_each(${JSON.stringify(values)}))`;
}

function isRefused(error: unknown, why: string): boolean {
  return error instanceof Error && (error.message.includes(why) || isRefused(error.cause, why));
}
