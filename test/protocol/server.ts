/** The real server, started as its users start it, for all scenes of a file: starting it takes longer than most of them. */
import { afterAll, afterEach, beforeAll } from "vitest";
import { startServer } from "../support/server.ts";
import { hangUpAll } from "./line.ts";

let running: { origin: string; stop(): Promise<void> } | undefined;

export function useServer(vars: Record<string, string | number> = {}): void {
  beforeAll(async () => {
    running = await startServer({ vars });
  });
  afterEach(hangUpAll);
  afterAll(async () => {
    await running?.stop();
  });
}

export function origin(): string {
  if (!running) throw new Error("the server runs only inside a scene");
  return running.origin;
}
