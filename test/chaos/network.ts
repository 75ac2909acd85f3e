/** A bad network: TCP proxies on loopback between people and the server, one for each person, that do what they are told. */
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** `up` is what the person sends, `down` what they receive. */
export type Direction = "up" | "down";

/** One person's way to the server. */
export interface Line {
  origin: string;
  /** Breaks every connection, with a proper end or with a reset. */
  cut(how: "end" | "reset"): void;
  /** Connections break after so many more bytes in this direction, those to come as well, until `heal`. */
  cutAfter(direction: Direction, bytes: number): void;
  heal(): void;
  /** Passes nothing on, also on connections to come, until `resume`. They stay open. */
  stall(): void;
  resume(): void;
  /** What comes down the connections that there are is not read; call what it returns to read on. New ones are well. */
  stopReading(): () => void;
  /** What is sent over the connections that there are, both ways, arrives nowhere, for good. New ones are well. */
  goDark(): void;
  close(): Promise<void>;
}

interface Wire {
  client: Socket;
  server: Socket;
  left: Record<Direction, number>;
  isDark: boolean;
}

export async function createLine(serverPort: number): Promise<Line> {
  const wires = new Set<Wire>();
  const limits: Record<Direction, number> = { up: Number.POSITIVE_INFINITY, down: Number.POSITIVE_INFINITY };
  let isStalled = false;

  const listener = createServer((client) => {
    const server = connect(serverPort, "127.0.0.1");
    const wire: Wire = { client, server, left: { ...limits }, isDark: false };
    wires.add(wire);
    pass(wire, "up", client, server);
    pass(wire, "down", server, client);
    if (isStalled) hold(wire);
  });

  function pass(wire: Wire, direction: Direction, from: Socket, to: Socket): void {
    from.on("data", (data: Buffer) => {
      if (wire.isDark) return;
      to.write(data.subarray(0, Math.max(0, wire.left[direction])));
      wire.left[direction] -= data.length;
      if (wire.left[direction] <= 0) end(wire);
    });
    from.on("error", () => end(wire));
    from.on("close", () => {
      // What was said last, a reason to close for example, still has to go out.
      if (to.closed) wires.delete(wire);
      else to.end();
    });
  }

  function end({ client, server }: Wire): void {
    client.destroy();
    server.destroy();
  }

  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${portOf(listener.address())}`,
    cut(how) {
      for (const wire of wires) {
        if (how === "reset") for (const socket of [wire.client, wire.server]) socket.resetAndDestroy();
        end(wire);
      }
    },
    cutAfter(direction, bytes) {
      limits[direction] = bytes;
      for (const wire of wires) wire.left[direction] = bytes;
    },
    heal() {
      for (const direction of ["up", "down"] as const) {
        limits[direction] = Number.POSITIVE_INFINITY;
        for (const wire of wires) wire.left[direction] = Number.POSITIVE_INFINITY;
      }
    },
    stall() {
      isStalled = true;
      wires.forEach(hold);
    },
    resume() {
      isStalled = false;
      for (const { client, server } of wires) for (const socket of [client, server]) socket.resume();
    },
    stopReading() {
      const stopped = [...wires];
      for (const { server } of stopped) server.pause();
      return () => {
        for (const { server } of stopped) server.resume();
      };
    },
    goDark() {
      for (const wire of wires) wire.isDark = true;
    },
    async close() {
      wires.forEach(end);
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}

function hold({ client, server }: Wire): void {
  for (const socket of [client, server]) socket.pause();
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === "object" && address ? address.port : 0;
}
