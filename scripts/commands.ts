/** Runs a tool of node_modules in this terminal. */
import { spawn } from "node:child_process";
import { inProject, ROOT } from "./project.ts";

/** Gives its exit code; one that was ended by a signal counts as failed. */
export function runTool(name: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  const child = spawn(inProject("node_modules", ".bin", name), args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ["ignore", "inherit", "inherit"],
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
}
