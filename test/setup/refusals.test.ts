import { existsSync } from "node:fs";
import { cp, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { createServer as createHttpServer } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "../../scripts/free-port.ts";
import { inProject } from "../../scripts/project.ts";
import { emptyState, runStart } from "../support/server.ts";

// A checkout of its own for what must not happen in this one: an example secret, a broken migration.
let checkout: string;
let port: string;
beforeAll(async () => {
  checkout = await mkdtemp(join(tmpdir(), "confab-checkout-"));
  const left = new Set(["node_modules", ".git", ".wrangler", ".dev.vars", "dist", "test", "screenshots", "docs"]);
  for (const name of (await readdir(inProject())).filter((each) => !left.has(each))) {
    await cp(inProject(name), join(checkout, name), { recursive: true });
  }
  await symlink(inProject("node_modules"), join(checkout, "node_modules"));
});
beforeAll(async () => {
  port = String(await freePort());
});
afterAll(async () => {
  await rm(checkout, { recursive: true, force: true });
});

describe("npm start refuses, in one line and with a non-zero exit,", () => {
  it("a port that is taken", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(Number(port), "127.0.0.1", resolve));
    expect(await refusal({ PORT: port })).toMatch(new RegExp(`^confab: Port ${port} is taken\\.`));
    await new Promise((resolve) => other.close(resolve));
  });

  it.each(["99999", "0", "-1", "80 80", "http"])("%j as a port", async (value) => {
    expect(await refusal({ PORT: value })).toContain(`PORT must be a number from 1 to 65535; it is "${value}".`);
  });

  it.each([
    ["no secret", "SOMETHING_ELSE=1", "is missing"],
    ["an empty secret", "AUTH_SECRET=", "is missing"],
    ["an example secret", "AUTH_SECRET=change-me-to-a-long-random-value-please", "is an example value"],
    ["one letter again and again", `AUTH_SECRET=${"a".repeat(43)}`, "is an example value"],
    ["a short secret", "AUTH_SECRET=q83vEjRWeJA", "is shorter than 32 characters"],
    [
      "a short one as the second of two",
      `AUTH_SECRET="${"q83vEjRWeJASNFZ4kKs".repeat(3)} q83v"`,
      "is shorter than 32 characters",
    ],
  ])("%s in .dev.vars", async (_what, text, reason) => {
    await writeFile(join(checkout, ".dev.vars"), `${text}\n`);
    expect(await refusal({ PORT: port })).toBe(
      `confab: AUTH_SECRET in .dev.vars ${reason}. Delete the file and npm start makes a good one.`,
    );
    await rm(join(checkout, ".dev.vars"));
  });

  it("a short secret on the command line", async () => {
    expect(await refusal({ PORT: port }, ["--var", "AUTH_SECRET:short"])).toContain(
      "AUTH_SECRET given by --var is shorter",
    );
  });

  it.each([
    ["--port=9000", "PORT=9000 npm start"],
    ["--persist-to", "STATE_DIR=some/folder npm start"],
  ])("what it sets itself (%s)", async (option, instead) => {
    expect(await refusal({ PORT: port }, [option])).toContain(instead);
  });

  it("a migration that fails, and serves nothing from half of it", async () => {
    const broken = join(checkout, "migrations", "record", "9999_broken.sql");
    await writeFile(broken, "CREATE TABL messages_again (id text);\n");
    // With all others applied: wrangler takes a second for each.
    const stateDir = await emptyState();
    expect(await refusal({ PORT: port, STATE_DIR: stateDir })).toMatch(
      /^confab: A migration of DB failed \(migrations\/record\): near "TABL"/,
    );
    await rm(broken);
    await rm(stateDir, { recursive: true });
  });

  it("a state folder that is a file", async () => {
    const file = join(checkout, "not-a-folder");
    await writeFile(file, "");
    expect(await refusal({ PORT: port, STATE_DIR: file })).toContain(`The state folder ${file} cannot be used`);
  });

  it("data that another server has", async () => {
    const stateDir = await emptyState();
    const other = createHttpServer((_request, response) => {
      response.setHeader("content-type", "application/json").end("{}");
    });
    const otherPort = await freePort();
    await new Promise<void>((resolve) => other.listen(otherPort, "127.0.0.1", resolve));
    const origin = `http://127.0.0.1:${otherPort}`;
    await writeFile(join(stateDir, "served-by.json"), JSON.stringify({ pid: process.pid, origin }));
    expect(await refusal({ PORT: port, STATE_DIR: stateDir })).toBe(
      `confab: A server has this data already, at ${origin}. Use that one, or choose another folder with STATE_DIR.`,
    );
    await new Promise((resolve) => other.close(resolve));
    await rm(stateDir, { recursive: true });
  });

  it("a page that does not build, and takes what is left of it for nobody's build", async () => {
    await writeFile(join(checkout, "web", "main.tsx"), "this is no program");
    const stateDir = await emptyState();
    const { exited, output } = runStart({ PORT: port, STATE_DIR: stateDir }, [], checkout);
    expect(await exited).toBe(1);
    expect(output()).toContain("confab: The page or the Worker did not build; the reason is above.");
    expect(existsSync(join(checkout, "dist", "built-from"))).toBe(false);
    await rm(stateDir, { recursive: true });
  });
});

/** The line of the refusal; whatever else was printed belongs to the preparations before it. */
async function refusal(env: Record<string, string>, args: string[] = []): Promise<string> {
  const { exited, output } = runStart(env, args, checkout);
  expect(await exited, output()).toBe(1);
  const lines = output()
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("Made .dev.vars"));
  expect(lines, output()).toHaveLength(1);
  return lines[0] ?? "";
}
