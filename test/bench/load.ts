/** The generator as the runner sees it: a process of its own that is given orders. */
import { type ChildProcess, spawn } from "node:child_process";
import * as v from "valibot";
import { inProject } from "../../scripts/project.ts";
import { watchStolenTime } from "../support/stolen-time.ts";
import { type Cores, pin } from "./cores.ts";
import { Answer, type Measured, type Order } from "./generator/orders.ts";
import { cpuSeconds } from "./process-tree.ts";

/** What the generator measured, and what went on meanwhile. */
export interface Outcome extends Omit<Measured, "verdict"> {
  /** What the server needed. */
  cpuSeconds: number;
  /** What other machines had of the time of the two cores, 0 to 1. */
  stolen: number;
  /** How often it was measured to get there. */
  attempts: number;
  /** Deliveries that were lost, doubled, out of order or nobody's. */
  wrong: number;
}

export class Load {
  readonly #child: ChildProcess;
  readonly #server: readonly number[];
  readonly #cores: readonly number[];

  /** @param server the processes whose CPU is counted, with all below them */
  constructor(server: readonly number[], cores: Cores) {
    this.#server = server;
    this.#cores = [cores.server, cores.generator].filter((core) => core !== undefined);
    this.#child = spawn(process.execPath, ["--no-warnings", inProject("test", "bench", "generator", "main.ts")], {
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    if (this.#child.pid !== undefined) pin(this.#child.pid, cores.generator);
  }

  /** For what has nothing to measure. */
  async prepare(order: Extract<Order, { order: "meet" }>): Promise<void> {
    await this.#order(order);
  }

  async measure(order: Exclude<Order, { order: "meet" }>): Promise<Outcome> {
    const { measured, cpu, stolen } = await this.#order(order);
    if (!measured) throw new Error(`Nothing was measured of ${order.order}.`);
    const { verdict, ...figures } = measured;
    const wrong = verdict.lost + verdict.doubled + verdict.outOfOrder + verdict.unknown;
    return { ...figures, wrong, cpuSeconds: cpu, stolen, attempts: 1 };
  }

  end(): void {
    this.#child.kill("SIGKILL");
  }

  #order(order: Order): Promise<{ measured: Measured | undefined; cpu: number; stolen: number }> {
    const child = this.#child;
    let [began, cpu, stolen] = [0, 0, 0];
    let watched = () => 0;
    return new Promise((resolve, reject) => {
      const gone = (code: number | null) => reject(new Error(`The generator ended with ${code}.`));
      const hear = (message: unknown) => {
        const answer = v.parse(Answer, message);
        switch (answer.answer) {
          case "mark":
            if (answer.mark === "begin") [began, watched] = [cpuSeconds(this.#server), watchStolenTime(this.#cores)];
            else [cpu, stolen] = [cpuSeconds(this.#server) - began, watched()];
            return;
          case "done":
            forget();
            return resolve({ measured: answer.measured, cpu, stolen });
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
