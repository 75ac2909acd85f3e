import { spawn } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inProject, ROOT } from "../../scripts/project.ts";
import { type Server, startLeanServer } from "../support/server.ts";
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

  it.each([
    [[], "Which command?"],
    [["destroy", "ada"], 'There is no command "destroy".'],
    [["create"], "Whom?"],
    [["create", "ada", "grace"], '"grace" is too much.'],
    [["create", "ada", "--force"], "Unknown option '--force'."],
    [["create", "x'; DROP TABLE users; --"], "cannot be a username"],
  ])("refuses %j in one line", async (args, reason) => {
    const { code, output } = await command("admin", args);
    expect(output).toMatch(/^confab: .*\n$/);
    expect(output).toContain(reason);
    expect(code).toBe(2);
  });

  it("explains itself", async () => {
    const { code, output } = await command("admin", ["--help"]);
    expect(output).toContain("npm run admin -- <command> [--remote --url <address>]");
    expect(code).toBe(0);
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

function command(name: "admin" | "seed", args: string[]): Promise<{ code: number | null; output: string }> {
  const node = inProject("node_modules", "node", "bin", "node");
  const env = { ...process.env, STATE_DIR: server.stateDir };
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
