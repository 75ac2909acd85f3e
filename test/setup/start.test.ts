import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { descendantsOf, isAlive, type Process } from "../../scripts/processes.ts";
import { type Server, startServer } from "../support/server.ts";
import { history, register, say } from "./talk.ts";

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => {
  await server.stop();
});

describe("npm start", () => {
  it("serves the page and the API at the address it prints, and says how to stop", async () => {
    expect(server.output()).toContain(`Confab is at ${server.origin}\n`);
    expect(server.output()).toContain("Ctrl-C");
    const page = await fetch(`${server.origin}/`);
    expect(page.headers.get("content-type")).toContain("text/html");
    expect(await (await fetch(`${server.origin}/api/health`)).json()).toMatchObject({ status: "ok" });
  });

  it("ends with all of its processes at Ctrl-C, frees the port, and keeps accounts and messages until it starts again", async () => {
    const token = await register(server.origin, "ada");
    await say(server.origin, token, "Still here tomorrow?");
    const family = familyOf(server);
    process.kill(server.pid(), "SIGINT");
    await until("every process is gone", () => !family.some(isAlive));
    expect(await answers(server.origin)).toBe(false);
    await server.restart();
    expect(await history(server.origin, token)).toContain("Still here tomorrow?");
  });

  it("keeps what was acknowledged when all of its processes are killed at once", async () => {
    const token = await register(server.origin, "grace");
    await say(server.origin, token, "Pull the plug!");
    await server.crash();
    expect(await history(server.origin, token)).toContain("Pull the plug!");
  });

  it.each([
    ["the process that runs our code", ({ command }: Process) => command.includes("--inspector-addr")],
    ["the process that listens", isListener],
    ["the whole runtime", ({ command }: Process) => command.includes("--socket-addr=entry=")],
    ["wrangler", ({ command }: Process) => command.includes("cli.js dev")],
  ])("answers again by itself after %s was killed", async (_what, isVictim) => {
    const before = descendantsOf(server.pid());
    const victims = before.filter(isVictim);
    expect(victims.length, before.map(({ command }) => command).join("\n")).toBeGreaterThan(0);
    for (const { pid } of victims) process.kill(pid, "SIGKILL");
    await until("the victims are gone", () => !victims.some(({ pid }) => isAlive(pid)));
    // Orphans answer too, for a moment: others must stand in their place first.
    await until("others are there instead", () => alive(server).filter(isVictim).length === victims.length);
    await until("the server answers", () => answers(server.origin));
    await until("one listener is left", () => alive(server).filter(isListener).length === 1);
    await until("nothing of before is left but what goes on", () => {
      const now = alive(server).map(({ pid }) => pid);
      return before.every(({ pid }) => now.includes(pid) || !isAlive(pid));
    });
  });

  // The last one: nothing starts it again.
  it("leaves no process behind when it is killed itself, and frees the port", async () => {
    const family = familyOf(server);
    process.kill(server.pid(), "SIGKILL");
    await until("every process is gone", () => !family.some(isAlive));
    expect(await answers(server.origin)).toBe(false);
  });
});

/** The processes below npm start that run. */
function alive({ pid }: Server): Process[] {
  return descendantsOf(pid()).filter((each) => isAlive(each.pid));
}

/** npm start and every process below it. */
function familyOf(running: Server): number[] {
  const below = alive(running).map(({ pid }) => pid);
  expect(below.length, "wrangler and two workerd at least").toBeGreaterThanOrEqual(3);
  return [running.pid(), ...below];
}

function isListener({ command }: Process): boolean {
  return command.includes("--socket-addr=entry=") && !command.includes("--inspector-addr");
}

async function answers(origin: string): Promise<boolean> {
  try {
    return (await fetch(`${origin}/api/health`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`Within 20 s not: ${what}. The server printed:\n${server.output()}`);
    await pause(50);
  }
}
