/** What the main thread of a page does in one go, by the processor's clock: the wall's says as much about what else the machine does. */
import type { CDPSession } from "playwright-core";
import * as v from "valibot";

const Task = v.object({
  name: v.literal("ThreadControllerImpl::RunTask"),
  pid: v.number(),
  tid: v.number(),
  tdur: v.number(),
});
const ThreadName = v.object({
  name: v.literal("thread_name"),
  pid: v.number(),
  tid: v.number(),
  args: v.object({ name: v.literal("CrRendererMain") }),
});

/** @param cdp of the browser, in which one page alone is busy. Gives what ends it and tells the tasks, in ms. */
export async function traceTasks(cdp: CDPSession): Promise<() => Promise<number[]>> {
  const mains = new Set<string>();
  const tasks = new Map<string, number[]>();
  cdp.on("Tracing.dataCollected", ({ value }) => {
    for (const event of value) {
      const named = v.safeParse(ThreadName, event);
      if (named.success) mains.add(`${named.output.pid}/${named.output.tid}`);
      const task = v.safeParse(Task, event);
      if (!task.success) continue;
      const thread = `${task.output.pid}/${task.output.tid}`;
      const durations = tasks.get(thread) ?? [];
      // Not made anew for each: there are a hundred thousand of them.
      durations.push(task.output.tdur / 1_000);
      tasks.set(thread, durations);
    }
  });
  await cdp.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { recordMode: "recordContinuously", includedCategories: ["toplevel"] },
  });
  return async () => {
    const ended = new Promise((resolve) => cdp.once("Tracing.tracingComplete", resolve));
    await cdp.send("Tracing.end");
    await ended;
    const busiest = [...tasks].filter(([thread]) => mains.has(thread)).map(([, durations]) => durations);
    const sum = (durations: number[]) => durations.reduce((total, each) => total + each, 0);
    return busiest.sort((one, other) => sum(other) - sum(one))[0] ?? [];
  };
}
