/** What stands between the Worker and people in Cloudflare's network, as far as bytes show it: what is text comes compressed. */
import { once } from "node:events";
import { createServer, type IncomingMessage, request } from "node:http";
import type { Duplex } from "node:stream";
import { createGzip } from "node:zlib";

const TEXT = /^(text\/|application\/(json|javascript|manifest\+json)|image\/svg)/;

export interface Relay {
  origin: string;
  close(): void;
}

export async function relayTo(origin: string): Promise<Relay> {
  const { hostname, port } = new URL(origin);
  const lines = new Set<Duplex>();
  const dial = ({ method, url, headers: { "accept-encoding": _, ...headers } }: IncomingMessage) =>
    request({ hostname, port, method, path: url, headers });
  const server = createServer((asked, answer) => {
    const far = dial(asked);
    far.on("error", () => answer.destroy());
    far.on("response", (response) => {
      const { "content-length": length, ...headers } = response.headers;
      const isText = TEXT.test(headers["content-type"] ?? "") && response.statusCode === 200;
      if (isText) answer.writeHead(200, { ...headers, "content-encoding": "gzip" });
      else answer.writeHead(response.statusCode ?? 502, response.headers);
      if (isText) response.pipe(createGzip({ level: 9 })).pipe(answer);
      else response.pipe(answer);
    });
    asked.pipe(far);
  });
  server.on("upgrade", (asked, near) => {
    const far = dial(asked).on("upgrade", (response, socket, first: Buffer) => {
      const told = Object.entries(response.headers).map(([name, value]) => `${name}: ${value}`);
      near.write(`HTTP/1.1 101 Switching Protocols\r\n${told.join("\r\n")}\r\n\r\n`);
      // The first frames may come with the answer.
      near.write(first);
      socket.pipe(near).pipe(socket);
      for (const end of [near, socket]) end.on("error", () => near.destroy());
      lines.add(near);
      near.on("close", () => {
        lines.delete(near);
        socket.destroy();
      });
    });
    far.on("error", () => near.destroy());
    far.end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the relay has no port");
  return {
    origin: `http://localhost:${address.port}`,
    close: () => {
      server.closeAllConnections();
      for (const line of lines) line.destroy();
      server.close();
    },
  };
}
