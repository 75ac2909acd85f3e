import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "../../scripts/free-port.ts";
import { COMPILE_CACHE, inProject, ROOT } from "../../scripts/project.ts";
import { communityFile } from "../support/community-file.ts";
import { emptyState, type Server, startLeanServer } from "../support/server.ts";
import { history, logIn, me, register } from "./talk.ts";

let server: Server;
beforeAll(async () => {
  server = await startLeanServer();
});
afterAll(async () => {
  await server.stop();
});

describe("npm run admin", () => {
  it("makes the first administrator, who can log in with the password it shows", async () => {
    const { code, output } = await command("admin", ["create", "ada"]);
    expect(code, output).toBe(0);
    const password = /^Password: (\S+)$/m.exec(output)?.[1] ?? "";
    const token = await logIn(server.origin, "ada", password);
    expect(await me(server.origin, token)).toMatchObject({ username: "ada", role: "admin" });
  });

  it("makes an administrator of somebody who is there, and leaves the password alone", async () => {
    const token = await register(server.origin, "grace");
    expect(await me(server.origin, token)).toMatchObject({ role: "member" });
    expect(await command("admin", ["create", "grace"])).toMatchObject({ code: 0 });
    expect(await me(server.origin, token)).toMatchObject({ role: "admin" });
    const again = await command("admin", ["create", "grace"]);
    expect(again.output).toBe("grace is an administrator already.\n");
  });

  it("gives roles, makes links to another password, bans and lifts bans, at a server that runs", async () => {
    const admin = (...args: string[]) => command("admin", [...args, "--url", server.origin]);
    const token = await register(server.origin, "hedy");
    expect(await admin("grant", "hedy", "moderator")).toEqual({
      code: 0,
      output: "hedy was member and is moderator now.\n",
    });
    expect(await me(server.origin, token)).toMatchObject({ role: "moderator" });
    expect(await admin("grant", "hedy", "moderator")).toEqual({ code: 0, output: "hedy is moderator already.\n" });

    const link = await admin("reset-link", "hedy");
    const secret = /\/reset#(\S+)$/m.exec(link.output)?.[1];
    const reset = await fetch(`${server.origin}/api/auth/reset`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ token: secret, newPassword: "staple battery horse" }),
    });
    expect(reset.status, link.output).toBe(204);
    await logIn(server.origin, "hedy", "staple battery horse");

    expect(await admin("ban", "hedy", "--purge", "all", "--reason", "a test")).toMatchObject({ code: 0 });
    await expect(logIn(server.origin, "hedy", "staple battery horse")).rejects.toThrow(/403/);
    expect(await admin("ban", "hedy", "--lift")).toEqual({ code: 0, output: "hedy may come back.\n" });
    expect(await admin("ban", "hedy", "--lift")).toEqual({ code: 1, output: "confab: hedy is not banned.\n" });
    expect(await admin("grant", "nobody_here", "admin")).toEqual({
      code: 1,
      output: "confab: Nobody is called nobody_here.\n",
    });
  });

  it("lists the reports that are open and closes them, those about an owner too", async () => {
    const admin = (...args: string[]) => command("admin", [...args, "--url", server.origin]);
    const [owner, witness] = [await register(server.origin, "joan"), await register(server.origin, "radia")];
    expect(await admin("grant", "joan", "owner")).toMatchObject({ code: 0 });
    const { id: userId } = await me(server.origin, owner);
    const reason = "rude today";
    const filed = await fetch(`${server.origin}/api/reports`, {
      method: "POST",
      headers: { authorization: `Bearer ${witness}`, "content-type": "application/json" },
      body: JSON.stringify({ userId, reason }),
    });
    expect(filed.status).toBe(201);
    const open = await admin("reports");
    const [, id = ""] = /^(\S+) .*\n {2}@radia about @joan: "rude today"$/m.exec(open.output) ?? [];
    expect(id, open.output).not.toBe("");
    expect(await admin("close-report", id, "forgotten")).toMatchObject({ code: 2 });
    expect(await admin("close-report", id, "dismissed")).toEqual({
      code: 0,
      output: "The report is closed: dismissed.\n",
    });
    expect((await admin("reports")).output).not.toContain(id);
  });

  it("says how the community is doing and makes the search index again, also where no server runs", async () => {
    const running = await command("admin", ["stats", "--url", server.origin]);
    expect(running).toMatchObject({ code: 0, output: expect.stringMatching(/^people +\d+/m) });
    expect(await command("admin", ["rebuild-search", "--url", server.origin])).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^Indexed \d+ messages\.$/m),
    });
    const stopped = await emptyState();
    try {
      const env = { STATE_DIR: stopped, PORT: String(await freePort()) };
      expect(await command("admin", ["stats"], env)).toMatchObject({
        code: 0,
        output: expect.stringMatching(/^people +0$/m),
      });
    } finally {
      await rm(stopped, { recursive: true, force: true });
    }
  });

  it("is told by a server that has another record", async () => {
    const other = await emptyState();
    try {
      const { code, output } = await command("admin", ["stats", "--url", server.origin], { STATE_DIR: other });
      expect(output).toMatch(/^confab: The server at .* has another record than this one\. .*\n$/);
      expect(code).toBe(1);
    } finally {
      await rm(other, { recursive: true, force: true });
    }
  });

  it("ends with 2 for wrong arguments, and with 1 for what cannot be done, each in one line", async () => {
    for (const [args, code, reason] of [
      [["destroy", "ada"], 2, 'There is no command "destroy".'],
      [["import", "no-such-file"], 1, "There is no file no-such-file."],
    ] as const) {
      const ended = await command("admin", [...args]);
      expect(ended.output).toMatch(/^confab: .*\n$/);
      expect(ended.output).toContain(reason);
      expect(ended.code).toBe(code);
    }
  });

  it("moves in nothing that was cut off or changed on the way", async () => {
    const folder = await mkdtemp(join(tmpdir(), "confab-file-"));
    try {
      const text = communityFile({ people: 60, rooms: 4, messages: 20 });
      const file = join(folder, "community.jsonl");
      await writeFile(file, text.slice(0, text.lastIndexOf('{"type":"end"')));
      const cut = await command("admin", ["import", file, "--url", server.origin]);
      expect(cut).toMatchObject({ code: 1, output: expect.stringContaining("is not complete") });
      await writeFile(file, text.replace('"person_7"', '"person_x"'));
      const changed = await command("admin", ["import", file, "--url", server.origin]);
      expect(changed).toMatchObject({ code: 1, output: expect.stringContaining("checksum does not fit") });
      await writeFile(file, text);
      const lived = await command("admin", ["import", file, "--url", server.origin]);
      expect(lived).toMatchObject({ code: 1, output: expect.stringContaining("Somebody lives here") });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe("npm run seed", () => {
  it("plants a lively house once, and shows two logins that work", async () => {
    const { code, output } = await command("seed", ["--url", server.origin]);
    expect(code, output).toBe(0);
    const logins = [...output.matchAll(/^ {2}(\w+) \(.+\), password (\S+)$/gm)];
    expect(logins).toHaveLength(2);
    let token = "";
    for (const [, username = "", password = ""] of logins) token = await logIn(server.origin, username, password);
    const said = (await history(server.origin, token)).join("\n");
    for (const script of [/\p{sc=Latin}/u, /\p{sc=Cyrillic}/u, /\p{sc=Arabic}/u, /\p{sc=Hiragana}/u]) {
      expect(said).toMatch(script);
    }
    const again = await command("seed", ["--url", server.origin]);
    expect(again.output).toContain("All of it was there already.");
  });

  it.each(["https://chat.example.com", "http://192.168.1.20:8787", "http://localhost.example.com", "ftp://localhost"])(
    "refuses %s",
    async (url) => {
      const { code, output } = await command("seed", ["--url", url]);
      expect(output).toMatch(/is not this machine|is not the address of a server/);
      expect(code).toBe(2);
    },
  );
});

function command(
  name: "admin" | "seed",
  args: string[],
  told: Record<string, string> = {},
): Promise<{ code: number | null; output: string }> {
  const node = inProject("node_modules", "node", "bin", "node");
  const env = { ...process.env, ...COMPILE_CACHE, STATE_DIR: server.stateDir, ...told };
  const child = spawn(node, [inProject("scripts", `${name}.ts`), ...args], {
    cwd: ROOT,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
    });
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}
