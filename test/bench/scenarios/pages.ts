/** What is asked for over HTTP: pages of history at any depth, the list of rooms, searches. */
import type { Sample } from "../figures.ts";
import type { Load, Outcome } from "../load.ts";
import type { Asking } from "../subjects/subject.ts";
import { onServer, type Scenario, type Stage, sampleOf } from "./scenario.ts";

const AT_ONCE = 20;
const ROOMS = 300;
/** A list of so many rooms is a long answer: more of them at once would only wait for each other. */
const LISTS_AT_ONCE = 4;
/** The first full page of 50. */
const OLDEST = 51;

export const history: Scenario = {
  name: "history",
  title: "pages of history",
  run: (stage) =>
    onServer(stage, async (running, load) => {
      const { messages } = stage.options;
      const befores = [OLDEST, Math.ceil(messages / 2), messages];
      const asking = await running.history?.(messages, befores);
      if (!asking) return [];
      const outcomes: Outcome[] = [];
      for (const path of asking.paths) outcomes.push(await ask(load, { ...asking, paths: [path] }, stage));
      const names = ["the oldest", "in the middle", "the newest"];
      const [first] = outcomes;
      // Once more, behind the newest: the machine of one moment is not that of the next.
      const again = await ask(load, { ...asking, paths: asking.paths.slice(0, 1) }, stage);
      return outcomes.map((outcome, n) => {
        const isNewest = n === outcomes.length - 1;
        const oldest = first && (cpuPerAnswer(first) + cpuPerAnswer(again)) / 2;
        const growth = isNewest && oldest ? { growth: cpuPerAnswer(outcome) / oldest } : {};
        return sampleOf(history, stage, `history, ${names[n]}`, outcome, { ...pageFigures(outcome), ...growth });
      });
    }),
};

export const list: Scenario = {
  name: "list",
  title: "the list of rooms",
  run: (stage) =>
    onServer(stage, async (running, load) => {
      const asking = await running.rooms?.(ROOMS);
      if (!asking) return [];
      const outcome = await ask(load, asking, stage, LISTS_AT_ONCE);
      return [sampleOf(list, stage, `list of ${ROOMS} rooms`, outcome, pageFigures(outcome))];
    }),
};

export const search: Scenario = {
  name: "search",
  title: "searches",
  run: (stage) =>
    onServer(stage, async (running, load) => {
      const samples: Sample[] = [];
      for (const { kind, asking } of (await running.search?.(stage.options.messages)) ?? []) {
        // One after the other: how long somebody waits, not how many are served.
        const outcome = await ask(load, asking, stage, 1);
        samples.push(sampleOf(search, stage, `search: ${kind}`, outcome, pageFigures(outcome)));
      }
      return samples;
    }),
};

function ask(load: Load, asking: Asking, { options: { seconds } }: Stage, atOnce = AT_ONCE): Promise<Outcome> {
  const order = { order: "ask", ...asking, atOnce, warmSeconds: Math.min(2, seconds), seconds } as const;
  return load.measure(order);
}

function pageFigures(outcome: Outcome) {
  const { p50, p95, p99 } = outcome.times;
  return { perSecond: outcome.count / outcome.seconds, cpuPerAnswer: cpuPerAnswer(outcome), p50, p95, p99 };
}

const cpuPerAnswer = ({ cpuSeconds, count }: Outcome) => (cpuSeconds / count) * 1_000;
