/** What must be known to nobody but its owner: tried everywhere, and then looked for in everything that the server leaves behind. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { parseEnv } from "node:util";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { inProject } from "../../../scripts/project.ts";
import { SignedIn } from "../../../worker/protocol.ts";
import { type Answer, ask, expectProblem } from "../http.ts";
import { newId } from "../line.ts";
import { Person } from "../person.ts";
import { origin, printed, stateDir } from "../server.ts";

const PASSWORD = "canary-of-the-first-password";
const NEW_PASSWORD = "canary-of-the-second-password";
const WRONG_PASSWORD = "canary-of-a-wrong-password";
const TEXT = "canary-of-a-message";

/** Every file below the folder in which databases and objects live. */
function filesLeft(): string[] {
  const entries = readdirSync(stateDir(), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** What is in them. A room that falls asleep meanwhile folds its log into its file: the log is read first. */
function contentsLeft(): [path: string, content: Buffer][] {
  const logsFirst = filesLeft().sort((a, b) => Number(b.endsWith("-wal")) - Number(a.endsWith("-wal")));
  return logsFirst.flatMap((path): [string, Buffer][] => {
    try {
      return [[path, readFileSync(path)]];
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
      throw error;
    }
  });
}

/** Runs statements on the record itself, as a fault from outside. */
function tamper(sql: string): void {
  const file = filesLeft().find((path) => {
    if (!path.endsWith(".sqlite")) return false;
    const database = new DatabaseSync(path);
    const isRecord = database.prepare("select 1 from sqlite_schema where name like 'user_words'").get() !== undefined;
    database.close();
    return isRecord;
  });
  if (!file) throw new Error("the record is not there");
  const database = new DatabaseSync(file, { timeout: 5_000 });
  database.exec(sql);
  database.close();
}

describe("secrets", () => {
  it("G10 are in no log, no file and no answer, also where the storage fails, and each failure is found in the log", async () => {
    const username = `canary_${process.pid}`;
    const post = (path: string, json: unknown) => ask(`${origin()}/api${path}`, { method: "POST", json });
    const answers: Answer[] = [];
    const keep = async (answer: Promise<Answer>) => {
      answers.push(await answer);
      return await answer;
    };
    const { body, headers } = await post("/auth/register", { username, password: PASSWORD });
    const cookie = headers.getSetCookie()[0]?.split(";")[0]?.split("=")[1] ?? "";
    const user = v.parse(SignedIn, body).user;
    const login = await post("/auth/login", { username, password: PASSWORD, session: "token" });
    const token = v.parse(SignedIn, login.body).token ?? "";
    const ann = new Person(origin(), { id: user.id, username, displayName: username }, token);

    await keep(post("/auth/login", { username, password: WRONG_PASSWORD }));
    await keep(post("/auth/login", { username: WRONG_PASSWORD, password: username }));
    await keep(ann.ask("POST", "/auth/password", { currentPassword: WRONG_PASSWORD, newPassword: NEW_PASSWORD }));
    await keep(ann.ask("POST", "/auth/password", { currentPassword: PASSWORD, newPassword: NEW_PASSWORD }));
    await keep(ann.ask("DELETE", "/me", { password: WRONG_PASSWORD }));
    await keep(ann.ask("GET", "/me/export"));
    await keep(ask(`${origin()}/api/me`, { headers: { cookie: `__Host-session=${cookie}x` } }));
    await ann.write("global", TEXT);
    const line = await ann.join("global");
    line.send(`{"type":"send","body":"${TEXT}`);
    expect(await line.next("error")).toMatchObject({ code: "bad_request" });
    expect(JSON.stringify(line.frames.filter(({ type }) => type === "error"))).not.toContain(TEXT);

    tamper("alter table users rename to users_away");
    const failures: Answer[] = [];
    try {
      for (const failing of [
        ann.ask("GET", "/me"),
        ann.ask("PATCH", "/me", { bio: TEXT }),
        post("/auth/login", { username, password: NEW_PASSWORD }),
        post("/auth/register", { username: "canary_other", password: NEW_PASSWORD, displayName: TEXT }),
        ann.ask("POST", "/rooms/global/messages", { id: newId(), body: TEXT }),
      ]) {
        failures.push(await failing);
      }
    } finally {
      tamper("alter table users_away rename to users");
    }
    for (const answer of failures) {
      expectProblem(answer, "unavailable");
      const id = answer.headers.get("x-request-id") ?? "";
      expect(id).toMatch(/^[a-z2-7]{16}$/);
      const lines = () =>
        printed()
          .split("\n")
          .filter((each) => each.includes(id));
      await expect.poll(lines).toContainEqual(expect.stringContaining('"event":"request failed"'));
    }
    expect((await ann.ask("GET", "/me")).status).toBe(200);

    const { AUTH_SECRET = "" } = parseEnv(readFileSync(inProject(".dev.vars"), "utf8"));
    expect(AUTH_SECRET.length).toBeGreaterThanOrEqual(32);
    const secrets = { PASSWORD, NEW_PASSWORD, WRONG_PASSWORD, cookie, token, AUTH_SECRET };
    const told = JSON.stringify([...answers, ...failures].map((answer) => [answer.body, ...answer.headers]));
    const log = printed();
    // The premise: this is where it would stand.
    expect(log).toContain('"route":"/api/auth/password"');
    expect(log).not.toContain(TEXT);
    const files = contentsLeft();
    expect(files.some(([, content]) => content.includes(TEXT))).toBe(true);
    for (const [name, secret] of Object.entries(secrets)) {
      expect(secret.length, name).toBeGreaterThan(20);
      expect(log.includes(secret), `${name} in the log`).toBe(false);
      expect(told.includes(secret), `${name} in an answer`).toBe(false);
      const holders = files.filter(([, content]) => content.includes(secret)).map(([path]) => path);
      expect(holders, `${name} in a file`).toEqual([]);
    }
  });
});
