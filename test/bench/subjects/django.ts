/** Django, Channels and daphne with Redis between the sockets, from the packages of Debian; with either of the layers that Channels has. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { inProject } from "../../../scripts/project.ts";
import { fillPlain } from "./plain-http.ts";
import { startProcess } from "./process.ts";
import type { Running, Subject } from "./subject.ts";

const FOLDER = inProject("test", "bench", "peers", "django");
const PACKAGES = "python3-django python3-django-channels python3-channels-redis daphne redis-server";
/** Those of Debian know Debian's Python alone. */
const PYTHON = "/usr/bin/python3";
const DAPHNE = "/usr/bin/daphne";

/** @param layer `core` is what the documentation begins with, `pubsub` the faster one */
export function django(name: string, layer: "core" | "pubsub"): Subject {
  return { name, missing, start: () => start(layer) };
}

async function missing(): Promise<string | undefined> {
  try {
    execFileSync(PYTHON, ["-c", "import django, channels, channels_redis, daphne"], { stdio: "ignore" });
    execFileSync("redis-server", ["--version"], { stdio: "ignore" });
    return undefined;
  } catch {
    return `on Debian, apt-get install --no-install-recommends ${PACKAGES}`;
  }
}

async function start(layer: string): Promise<Running> {
  const redis = await startProcess(redisCommand, "Ready to accept connections");
  try {
    const chat = await startProcess(daphneCommand, "Listening on TCP address", (folder) => ({
      FOLDER: folder,
      LAYER: layer,
      REDIS: `redis://127.0.0.1:${redis.port}`,
      PYTHONPATH: FOLDER,
      // Not beside the sources.
      PYTHONPYCACHEPREFIX: join(folder, "compiled"),
    }));
    let people = 0;
    return {
      pids: [chat.pid, redis.pid],
      place: { host: "127.0.0.1", port: chat.port, dialect: "plain" },
      seats: async (count) => Array.from({ length: count }, () => ({ path: `/ws?name=p${people++}`, headers: {} })),
      history: (messages, befores) => fillPlain(`http://127.0.0.1:${chat.port}`, messages, befores),
      async stop() {
        await chat.stop();
        await redis.stop();
      },
    };
  } catch (error) {
    await redis.stop();
    throw error;
  }
}

/** Nothing of a broker is worth keeping. */
function redisCommand(port: number, folder: string): string[] {
  const place = ["--bind", "127.0.0.1", "--port", `${port}`, "--dir", folder];
  return ["redis-server", ...place, "--save", "", "--appendonly", "no"];
}

function daphneCommand(port: number): string[] {
  const place = ["-b", "127.0.0.1", "-p", `${port}`];
  // Without a line for each request, and without the end of a day for whoever stays connected.
  return [PYTHON, DAPHNE, ...place, "--access-log", "/dev/null", "--websocket_timeout", "-1", "chat.asgi:application"];
}
