/** The floor: what the platform itself takes for a message that is stored once and sent to everybody. */
import { inProject } from "../../../scripts/project.ts";
import { fillPlain } from "./plain-http.ts";
import { startProcess } from "./process.ts";
import type { Running, Subject } from "./subject.ts";

export const bare: Subject = {
  name: "bare object",
  missing: async () => undefined,
  async start(): Promise<Running> {
    const server = inProject("test", "bench", "peers", "bare", "server.ts");
    const command = (port: number, folder: string) => [process.execPath, "--no-warnings", server, `${port}`, folder];
    const { pid, port, stop } = await startProcess(command, "is up");
    let people = 0;
    return {
      pids: [pid],
      place: { host: "localhost", port, dialect: "plain" },
      seats: async (count) => Array.from({ length: count }, () => ({ path: `/?name=p${people++}`, headers: {} })),
      history: (messages, befores) => fillPlain(`http://localhost:${port}`, messages, befores),
      stop,
    };
  },
};
