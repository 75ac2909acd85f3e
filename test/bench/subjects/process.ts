/** A server as a process: it is up when it prints where it is, and its folder goes with it. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../../scripts/free-port.ts";
import { endTree } from "../../../scripts/processes.ts";

export interface Started {
  pid: number;
  port: number;
  /** For its data. */
  folder: string;
  stop(): Promise<void>;
}

const UP_WITHIN_MS = 60_000;

/**
 * @param command for the port and the folder it is given: program and arguments
 * @param sign what it prints when it listens
 */
export async function startProcess(
  command: (port: number, folder: string) => string[],
  sign: string,
  env: (folder: string) => Record<string, string> = () => ({}),
): Promise<Started> {
  const [port, folder] = [await freePort(), await mkdtemp(join(tmpdir(), "confab-bench-"))];
  const [program = "", ...args] = command(port, folder);
  // By the channel a Node server knows when this process is gone, however that happens.
  const child = spawn(program, args, {
    cwd: folder,
    env: { ...process.env, ...env(folder) },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const pid = child.pid ?? 0;
  const stop = async () => {
    if (pid > 0) await endTree(pid);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await printed(child, sign);
  } catch (error) {
    await stop();
    throw error;
  }
  return { pid, port, folder, stop };
}

function printed(child: ChildProcess, sign: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = "";
    const fail = (why: string) => reject(new Error(`${child.spawnfile} ${why}. It printed:\n${output.slice(-4_000)}`));
    const timer = setTimeout(() => fail(`was not up within ${UP_WITHIN_MS} ms`), UP_WITHIN_MS);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        // Read on, or it would stand still once the pipe is full.
        if (output.includes(sign)) return;
        output += text;
        if (!output.includes(sign)) return;
        clearTimeout(timer);
        resolve();
      });
    }
    child.once("error", (error) => fail(error.message));
    child.once("exit", (code) => {
      clearTimeout(timer);
      fail(`ended with ${code}`);
    });
  });
}
