/** A server before which another release of the page can appear: a relay that changes one file, as a deploy does. */
import { once } from "node:events";
import { createServer, type IncomingMessage, request, type Server } from "node:http";
import type { Duplex } from "node:stream";
import { text } from "node:stream/consumers";

export class Deploy {
  readonly #server: Server;
  readonly #lines = new Set<Duplex>();
  #release = 0;

  static async before(origin: string): Promise<Deploy> {
    const deploy = new Deploy(origin);
    deploy.#server.listen(0, "127.0.0.1");
    await once(deploy.#server, "listening");
    return deploy;
  }

  private constructor(origin: string) {
    const { hostname, port } = new URL(origin);
    // Whole and plain, each time: what has changed here has not changed there.
    const dial = ({
      method,
      url,
      headers: { "if-none-match": _, "accept-encoding": __, ...headers },
    }: IncomingMessage) => request({ hostname, port, method, path: url, headers });
    this.#server = createServer((asked, answer) => {
      const far = dial(asked);
      far.on("error", () => answer.destroy());
      far.on("response", (response) => {
        const { "content-length": _, ...headers } = response.headers;
        answer.writeHead(response.statusCode ?? 502, headers);
        if (asked.url === "/sw.js") void text(response).then((code) => answer.end(this.#asReleased(code)));
        else response.pipe(answer);
      });
      asked.pipe(far);
    });
    this.#server.on("upgrade", (asked, near) => {
      const far = dial(asked).on("upgrade", (response, socket) => {
        const lines = Object.entries(response.headers).map(([name, value]) => `${name}: ${value}`);
        near.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join("\r\n")}\r\n\r\n`);
        socket.pipe(near).pipe(socket);
        for (const end of [near, socket]) end.on("error", () => near.destroy());
        this.#lines.add(near);
        near.on("close", () => {
          this.#lines.delete(near);
          socket.destroy();
        });
      });
      far.on("error", () => near.destroy());
      far.end();
    });
  }

  get host(): string {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("nothing is deployed");
    return `127.0.0.1:${address.port}`;
  }

  /** Another release takes the place of this one: all connections end, as those of a server that is replaced do. */
  next(): void {
    this.#release++;
    this.#hangUp();
  }

  remove(): void {
    this.#hangUp();
    this.#server.close();
  }

  /** The worker of this release, which keeps its files under a name of its own. */
  #asReleased(code: string): string {
    return this.#release === 0 ? code : code.replace(/^(const CACHE = .*);$/m, `$1 + "-${this.#release}";`);
  }

  #hangUp(): void {
    this.#server.closeAllConnections();
    for (const line of this.#lines) line.destroy();
  }
}
