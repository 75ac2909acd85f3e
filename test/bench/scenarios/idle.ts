/** Everybody is there and nobody says anything. */
import { memoryMiB } from "../process-tree.ts";
import { onServer, type Scenario, sampleOf } from "./scenario.ts";

const AT_ONCE = 20;
/** An object that hears nothing for ten seconds is put to sleep; what it costs after that is what a quiet night costs. */
const ASLEEP_AFTER_S = 15;
/** Some rounds of pings. */
const SHARE_OF_TIME = 6;

export const idle: Scenario = {
  name: "idle",
  title: "open sockets",
  run: (stage) =>
    onServer(stage, async (running, load) => {
      const { people, seconds } = stage.options;
      const count = Math.max(...people);
      await load.measure({ order: "join", seats: await running.seats(count), atOnce: AT_ONCE, settleMs: 0 });
      const quiet = { order: "quiet", warmSeconds: ASLEEP_AFTER_S, seconds: seconds * SHARE_OF_TIME } as const;
      const outcome = await load.measure(quiet);
      const cpuShare = (outcome.cpuSeconds / outcome.seconds) * 100;
      const figures = { memoryMiB: memoryMiB(running.pids), cpuShare };
      return [sampleOf(idle, stage, `${count} idle sockets`, outcome, figures)];
    }),
};
