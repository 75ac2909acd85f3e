/** The whole way of a community, by the commands that an operator types: into an empty server, out of it, and into another. */
import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { COMPILE_CACHE, inProject, ROOT } from "../../scripts/project.ts";
import { communityFile } from "../support/community-file.ts";
import { GOLDEN } from "../support/golden-searches.ts";
import { PASSWORD } from "../support/password.ts";
import { type Server, startLeanServer } from "../support/server.ts";
import { logIn } from "./talk.ts";

// Of all of it more than one page (worker/moving/out.ts) and one part (scripts/admin/moving.ts) hold. MOVING_MESSAGES=20000 moves as
// many as the largest community that was moved by hand.
const SIZE = { people: 200, rooms: 60, messages: Number(process.env["MOVING_MESSAGES"] ?? 2_100) };
const folder = mkdtempSync(join(tmpdir(), "confab-moving-"));
const servers: Server[] = [];
beforeAll(async () => {
  servers.push(await startLeanServer(), await startLeanServer());
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  await rm(folder, { recursive: true });
});

it("H64: what moves in moves out byte for byte, and search finds the same in both houses", async () => {
  const [first, second] = servers;
  if (!first || !second) throw new Error("two houses are needed");
  const [file, again] = [join(folder, "community.jsonl"), join(folder, "again.jsonl")];
  const text = communityFile(SIZE);
  await writeFile(file, text);
  await admin(first, "import", file);
  await admin(first, "export", again);
  expect((await readFile(again, "utf8")) === text).toBe(true);
  await admin(second, "import", again);
  const found = await Promise.all([searches(first), searches(second)]);
  expect(found[1]).toEqual(found[0]);
  expect(found[0]?.filter((hits) => hits.length > 0).length).toBeGreaterThan(60);
});

async function searches({ origin }: Server): Promise<unknown[][]> {
  const token = await logIn(origin, "person_0", PASSWORD);
  const queries = Object.values(GOLDEN).flatMap((language) => language.queries.map(([q]) => q));
  return Promise.all(
    queries.map(async (q) => {
      const response = await fetch(`${origin}/api/search?limit=100&${new URLSearchParams({ q })}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      const { hits } = (await response.json()) as { hits: unknown[] };
      return hits;
    }),
  );
}

async function admin({ stateDir, origin }: Server, command: string, file: string): Promise<void> {
  const node = inProject("node_modules", "node", "bin", "node");
  const args = [inProject("scripts", "admin.ts"), command, file, "--url", origin];
  const child = spawn(node, args, {
    cwd: ROOT,
    env: { ...process.env, ...COMPILE_CACHE, STATE_DIR: stateDir },
    stdio: "pipe",
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
  const code = await new Promise((resolve) => child.once("close", resolve));
  expect(code, output).toBe(0);
}
