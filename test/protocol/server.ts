/** The real server for all scenes of a file: starting it takes longer than most of them. */
import { afterAll, afterEach, beforeAll } from "vitest";
import { type Server, startLeanServer } from "../support/server.ts";
import { hangUpAll } from "./line.ts";

let running: Pick<Server, "origin" | "output" | "stateDir" | "stop"> | undefined;

export function useServer(vars: Record<string, string | number> = {}): void {
  beforeAll(async () => {
    running = await startLeanServer(vars);
  });
  afterEach(hangUpAll);
  afterAll(async () => {
    await running?.stop();
  });
}

export function origin(): string {
  return server().origin;
}

/** Everything that the server has written to its log so far. */
export function printed(): string {
  return server().output();
}

/** The folder in which its databases and objects live. */
export function stateDir(): string {
  return server().stateDir;
}

function server(): Pick<Server, "origin" | "output" | "stateDir"> {
  if (!running) throw new Error("the server runs only inside a scene");
  return running;
}
