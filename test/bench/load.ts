/** The generator as the runner sees it: a process of its own that is given orders. */
import { type ChildProcess, spawn } from "node:child_process";
import { constants, setPriority } from "node:os";
import * as v from "valibot";
import { inProject } from "../../scripts/project.ts";
import { type Cores, pin } from "./cores.ts";
import { Answer, type Measured, type Order } from "./generator/orders.ts";
import { cpuSeconds } from "./process-tree.ts";

/** What the generator measured, and what went on meanwhile. */
export interface Outcome extends Omit<Measured, "verdict"> {
  /** What the server needed in the slices that are kept. */
  cpuSeconds: number;
  /** Deliveries that were lost, doubled, out of order or nobody's. */
  wrong: number;
}

/** Where the server is, and how it is spoken to. */
export type Place = Pick<Extract<Order, { order: "meet" }>, "host" | "port" | "dialect">;

export class Load {
  readonly #child: ChildProcess;
  readonly #server: readonly number[];
  readonly #cores: readonly number[];

  /**
   * @param server the processes whose CPU is counted, with all below them
   * @param givesWay to another generator on the same core
   */
  constructor(server: readonly number[], cores: Cores, givesWay = false) {
    this.#server = server;
    this.#cores = [cores.server, cores.generator].filter((core) => core !== undefined);
    this.#child = spawn(process.execPath, ["--no-warnings", inProject("test", "bench", "generator", "main.ts")], {
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    const { pid } = this.#child;
    if (pid === undefined) return;
    pin(pid, cores.generator);
    if (givesWay) setPriority(pid, constants.priority.PRIORITY_LOW);
  }

  async meet(place: Place): Promise<void> {
    await this.#order({ order: "meet", ...place, cores: [...this.#cores] });
  }

  async measure(order: Exclude<Order, { order: "meet" | "enough" }>): Promise<Outcome> {
    const { measured, cpuAt } = await this.#order(order);
    if (!measured) throw new Error(`Nothing was measured of ${order.order}.`);
    const { verdict, ...figures } = measured;
    const cpuSeconds = measured.kept.reduce((sum, n) => sum + (cpuAt[n + 1] ?? 0) - (cpuAt[n] ?? 0), 0);
    const wrong = verdict.lost + verdict.doubled + verdict.outOfOrder + verdict.unknown;
    return { ...figures, wrong, cpuSeconds };
  }

  /** What is being measured ends with the slice that it is in. */
  enough(): void {
    this.#child.send({ order: "enough" } satisfies Order);
  }

  end(): void {
    this.#child.kill("SIGKILL");
  }

  /** Gives the CPU of the server at the beginning of the first slice and at the end of each as well. */
  #order(order: Order): Promise<{ measured: Measured | undefined; cpuAt: number[] }> {
    const child = this.#child;
    const cpuAt: number[] = [];
    return new Promise((resolve, reject) => {
      const gone = (code: number | null) => reject(new Error(`The generator ended with ${code}.`));
      const hear = (message: unknown) => {
        const answer = v.parse(Answer, message);
        switch (answer.answer) {
          case "mark":
            cpuAt.push(cpuSeconds(this.#server));
            return;
          case "done":
            forget();
            return resolve({ measured: answer.measured, cpuAt });
          case "failed":
            forget();
            return reject(new Error(`${order.order}: ${answer.why}`));
        }
      };
      const forget = () => child.off("message", hear).off("exit", gone);
      child.on("message", hear).on("exit", gone);
      child.send(order);
    });
  }
}
