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

  it("keeps accounts and messages over a stop and a start", async () => {
    const token = await register(server.origin, "ada");
    await say(server.origin, token, "Still here tomorrow?");
    expect(await server.restart(), "a second start takes ms").toBeLessThan(10_000);
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
    await until("its victims are gone", () => !victims.some(({ pid }) => isAlive(pid)));
    await until("the server answers", () => answers(server.origin));
    await until("one listener is left", () => descendantsOf(server.pid()).filter(isListener).length === 1);
  });
});

describe("however it ends,", () => {
  it.each(["SIGINT", "SIGKILL"] as const)(
    "npm start leaves no process behind and frees the port (%s)",
    async (signal) => {
      const own = await startServer();
      const family = [own.pid(), ...descendantsOf(own.pid()).map(({ pid }) => pid)];
      expect(family.filter(isAlive).length, "wrangler and two workerd at least").toBeGreaterThan(3);
      process.kill(own.pid(), signal);
      await until("every process is gone", () => !family.some(isAlive));
      expect(await answers(own.origin)).toBe(false);
      await own.stop();
    },
  );
});

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
