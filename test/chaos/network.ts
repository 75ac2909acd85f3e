/** A stretch of bad network between clients and the server: a TCP proxy on loopback that does what it is told. */
import { connect, createServer, type Socket } from "node:net";

export interface Network {
  origin: string;
  /** Breaks every connection there is. */
  cutAll(): void;
  /** Each connection from now on breaks after so many bytes from the server; `undefined` ends that. */
  cutAfter(bytes: number | undefined): void;
  /** Passes nothing on, in either direction, until `resume`. Connections stay open. */
  stall(): void;
  resume(): void;
  close(): Promise<void>;
}

interface Line {
  client: Socket;
  server: Socket;
}

export async function startNetwork(serverPort: number): Promise<Network> {
  const lines = new Set<Line>();
  let limit: number | undefined;
  let isStalled = false;

  const listener = createServer((client) => {
    const server = connect(serverPort, "127.0.0.1");
    const line = { client, server };
    lines.add(line);
    let left = limit ?? Number.POSITIVE_INFINITY;
    client.on("data", (data) => server.write(data));
    server.on("data", (data) => {
      client.write(data.subarray(0, left));
      left -= data.length;
      if (left <= 0) end(line);
    });
    for (const socket of [client, server]) socket.on("error", () => end(line)).on("close", () => end(line));
    if (isStalled) hold(line);
  });

  function end(line: Line): void {
    lines.delete(line);
    line.client.destroy();
    line.server.destroy();
  }
  function hold({ client, server }: Line): void {
    client.pause();
    server.pause();
  }

  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const address = listener.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    cutAll: () => lines.forEach(end),
    cutAfter(bytes) {
      limit = bytes;
    },
    stall() {
      isStalled = true;
      lines.forEach(hold);
    },
    resume() {
      isStalled = false;
      for (const { client, server } of lines) {
        client.resume();
        server.resume();
      }
    },
    async close() {
      lines.forEach(end);
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}
