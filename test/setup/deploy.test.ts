import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { inProject } from "../../scripts/project.ts";

// There is no account of Cloudflare here: a checkout whose wrangler writes down what it is asked, and answers as one that has this.
interface Account {
  whoami?: "nobody" | "no network";
  worker: "nothing" | "worker" | "worker with secret";
  databases: string[];
  /** Of the record. */
  people?: "no table" | 0 | 1;
}
const WRANGLER = `
const { appendFileSync } = require("node:fs");
const account = JSON.parse(process.env.ACCOUNT);
const asked = process.argv.slice(2).filter((arg, n, all) => arg !== "-c" && all[n - 1] !== "-c").join(" ");
appendFileSync(process.env.ASKED, asked + "\\n");
const answer = (said, code = 0) => {
  console.log(typeof said === "string" ? said : JSON.stringify(said));
  process.exit(code);
};
if (asked.startsWith("whoami")) {
  if (account.whoami === "nobody") answer({ loggedIn: false }, 1);
  if (account.whoami === "no network") answer("[ERROR] fetch failed", 1);
  answer({ loggedIn: true });
}
if (asked.startsWith("secret list")) {
  if (account.worker === "nothing") answer('[ERROR] Worker "confab" not found.', 1);
  answer(account.worker === "worker" ? [] : [{ name: "AUTH_SECRET" }]);
}
if (asked.startsWith("d1 list")) answer(account.databases.map((name) => ({ name })));
if (asked.startsWith("d1 execute")) {
  if (account.people === "no table") answer({ error: { text: "no such table: users: SQLITE_ERROR" } }, 1);
  answer([{ results: [{ used: account.people }] }]);
}
answer("done");
`;
const BOTH = ["confab", "confab-search"];

let checkout: string;
let askedIn: string;
beforeAll(async () => {
  checkout = await mkdtemp(join(tmpdir(), "confab-deploy-"));
  askedIn = join(checkout, "asked");
  const left = new Set(["node_modules", ".git", ".wrangler", ".dev.vars", "dist", "test", "screenshots", "docs"]);
  for (const name of (await readdir(inProject())).filter((each) => !left.has(each))) {
    await cp(inProject(name), join(checkout, name), { recursive: true });
  }
  await symlink(inProject("dist"), join(checkout, "dist"));
  const modules = join(checkout, "node_modules");
  await mkdir(join(modules, "wrangler", "wrangler-dist"), { recursive: true });
  for (const name of (await readdir(inProject("node_modules"))).filter((each) => each !== "wrangler")) {
    await symlink(inProject("node_modules", name), join(modules, name));
  }
  await writeFile(join(modules, "wrangler", "wrangler-dist", "cli.js"), WRANGLER);
});
beforeEach(() => writeFile(askedIn, ""));
afterAll(() => rm(checkout, { recursive: true, force: true }));

async function deploy(
  account: Account,
  ...args: string[]
): Promise<{ code: number | null; said: string; asked: string[] }> {
  const child = spawn(process.execPath, ["--no-warnings", join(checkout, "scripts", "deploy.ts"), ...args], {
    env: { ...process.env, ACCOUNT: JSON.stringify(account), ASKED: askedIn },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text: Buffer) => (output += text.toString()));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  const said = output.split("\n").filter((line) => line !== "" && line !== "done");
  const asked = (await readFile(askedIn, "utf8")).trim().split("\n");
  return { code, said: said.join("\n"), asked: asked.map((line) => line.split(" ").slice(0, 3).join(" ")) };
}

const LOOKS = ["whoami --json", "secret list --format", "d1 list --json"];
const GOES = ["d1 migrations apply", "d1 migrations apply"];

it("npm run deploy brings the tables before the Worker, and asks for nothing twice", async () => {
  const { code, said, asked } = await deploy({ worker: "worker with secret", databases: BOTH });
  expect({ code, said }).toEqual({ code: 0, said: "" });
  expect(asked).toEqual([...LOOKS, ...GOES, "deploy"]);
});

it("npm run deploy goes on where a first one was interrupted, and hands a secret over that nobody sees", async () => {
  const account: Account = { worker: "nothing", databases: ["confab"], people: "no table" };
  const { code, said, asked } = await deploy(account, "--new-secret", "--location", "weur");
  expect({ code, said }).toEqual({ code: 0, said: "The database confab is there already, and stays where it is." });
  const uploaded = asked.pop();
  expect(asked).toEqual([...LOOKS, "d1 execute DB", "d1 create confab-search", ...GOES]);
  const [, file = ""] = /^deploy --secrets-file (.+)$/.exec(uploaded ?? "") ?? [];
  expect(file).toMatch(/secrets\.json$/);
  expect(existsSync(file)).toBe(false);
});

it.each<[what: string, account: Account, args: string[], reason: string]>([
  [
    "nobody who is signed in",
    { whoami: "nobody", worker: "nothing", databases: [] },
    [],
    "Not signed in to Cloudflare",
  ],
  [
    "no network",
    { whoami: "no network", worker: "nothing", databases: [] },
    [],
    "cannot be asked who is signed in: fetch failed",
  ],
  ["no secret", { worker: "worker", databases: BOTH }, [], "The Worker has no AUTH_SECRET."],
  ["another secret", { worker: "worker with secret", databases: BOTH }, ["--new-secret"], "leave out --new-secret"],
  [
    "a place for what is there",
    { worker: "worker with secret", databases: BOTH },
    ["--jurisdiction", "eu"],
    "stay where they are",
  ],
  [
    "another Worker's record",
    { worker: "nothing", databases: BOTH, people: 1 },
    ["--new-secret"],
    "another Worker may have it",
  ],
])("npm run deploy refuses %s, in one line, and changes nothing", async (_what, account, args, reason) => {
  const { code, said, asked } = await deploy(account, ...args);
  expect(said).toMatch(/^confab: [^\n]+$/);
  expect(said).toContain(reason);
  expect(code).toBe(1);
  expect([...LOOKS, "d1 execute DB"]).toEqual(expect.arrayContaining(asked));
});

it("npm run deploy takes the record of a Worker that was deleted where it is told to", async () => {
  const { code, asked } = await deploy(
    { worker: "nothing", databases: BOTH, people: 1 },
    "--new-secret",
    "--keep-data",
  );
  expect(code).toBe(0);
  expect(asked.slice(0, 5)).toEqual([...LOOKS, ...GOES]);
});
