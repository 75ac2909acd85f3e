/** A cable between a client and the server that can be pulled: a plain TCP relay on loopback. */
import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

export class Cable {
  readonly #server: Server;
  readonly #ends = new Set<Socket>();
  #isCut = false;

  static async to(origin: string): Promise<Cable> {
    const { hostname, port } = new URL(origin);
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new Cable(server, () => connect(Number(port), hostname));
  }

  private constructor(server: Server, dial: () => Socket) {
    this.#server = server;
    server.on("connection", (near) => {
      if (this.#isCut) return void near.resetAndDestroy();
      const far = dial();
      for (const [end, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#ends.add(end);
        end.pipe(other);
        end.on("error", () => {});
        end.on("close", () => {
          this.#ends.delete(end);
          other.destroy();
        });
      }
    });
  }

  get host(): string {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("the cable is not laid");
    return `127.0.0.1:${address.port}`;
  }

  /** Breaks what runs through it now; what dials after that gets through. */
  pull(): void {
    for (const end of this.#ends) end.resetAndDestroy();
  }

  /** Breaks it, and nothing gets through until it is mended. */
  cut(): void {
    this.#isCut = true;
    this.pull();
  }

  mend(): void {
    this.#isCut = false;
  }

  remove(): void {
    this.pull();
    this.#server.close();
  }
}
