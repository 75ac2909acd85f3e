/** One Node process with socket.io and node:sqlite. Its packages are its own, and installed when it is measured first. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { inProject } from "../../../scripts/project.ts";
import { fillPlain } from "./plain-http.ts";
import { startProcess } from "./process.ts";
import type { Running, Subject } from "./subject.ts";

const FOLDER = inProject("test", "bench", "peers", "socketio");

export const socketio: Subject = {
  name: "socket.io",
  async missing() {
    if (existsSync(join(FOLDER, "node_modules", ".package-lock.json"))) return undefined;
    try {
      execFileSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: FOLDER, stdio: "pipe" });
      return undefined;
    } catch (error) {
      return `its packages could not be installed (npm ci in ${FOLDER}): ${error instanceof Error ? error.message : error}`;
    }
  },
  async start(): Promise<Running> {
    const command = (port: number, folder: string) => [
      process.execPath,
      "--no-warnings",
      join(FOLDER, "server.js"),
      `${port}`,
      folder,
    ];
    const { pid, port, stop } = await startProcess(command, "is up");
    let people = 0;
    const path = () => `/socket.io/?EIO=4&transport=websocket&name=p${people++}`;
    return {
      pids: [pid],
      place: { host: "127.0.0.1", port, dialect: "socketio" },
      seats: async (count) => Array.from({ length: count }, () => ({ path: path(), headers: {} })),
      history: (messages, befores) => fillPlain(`http://127.0.0.1:${port}`, messages, befores),
      stop,
    };
  },
};
