import { parse } from "valibot";
import { describe, expect, it } from "vitest";
import { daysOf, mostForFree } from "../bench/bill/days.ts";
import { Counts, dollarsPerMillion, each, rowsWritten } from "../bench/bill/prices.ts";
import { coresIn } from "../bench/cores.ts";
import type { Sample } from "../bench/figures.ts";
import { Deliveries } from "../bench/generator/deliveries.ts";
import { measuredIn, type Slice } from "../bench/generator/measuring.ts";
import { judge } from "../bench/goals.ts";
import { readOptions } from "../bench/options.ts";
import { Histogram, median, spread } from "../bench/statistics.ts";
import { summarize } from "../bench/summary.ts";

describe("the checker of a load", () => {
  function delivered(sent: number, ...receivers: number[][]) {
    const deliveries = new Deliveries(receivers.length);
    for (let message = 0; message < sent; message++) deliveries.sent(message);
    const heardByAll: number[] = [];
    for (const [receiver, messages] of receivers.entries()) {
      for (const message of messages) if (deliveries.received(receiver, message)) heardByAll.push(message);
    }
    return { verdict: deliveries.verdict(), heardByAll, waiting: deliveries.waiting };
  }
  const fine = { lost: 0, doubled: 0, outOfOrder: 0, unknown: 0 };

  it("finds nothing where everybody got the same, in whatever order that was", () => {
    const order = [1, 0, 2];
    expect(delivered(3, order, order, order)).toEqual({ verdict: fine, heardByAll: order, waiting: 0 });
  });

  it("counts what did not come to somebody, in the middle and at the end", () => {
    const { verdict, waiting } = delivered(3, [0, 1, 2], [0, 2], [0, 1]);
    expect(verdict).toEqual({ ...fine, lost: 2 });
    expect(waiting).toBe(2);
  });

  it("counts what came twice, at once or later, and still knows when all have it", () => {
    const { verdict, heardByAll } = delivered(3, [0, 1, 2], [0, 0, 1, 2, 1]);
    expect(verdict).toEqual({ ...fine, doubled: 2 });
    expect(heardByAll).toEqual([0, 1, 2]);
  });

  it("counts what came to somebody after a later one, and does not call it lost", () => {
    expect(delivered(3, [0, 1, 2], [0, 2, 1]).verdict).toEqual({ ...fine, outOfOrder: 1 });
    expect(delivered(4, [0, 1, 2, 3], [3, 0, 1, 2]).verdict).toEqual({ ...fine, outOfOrder: 3 });
  });

  it("counts what nobody had sent", () => {
    expect(delivered(1, [0, 7], [-1, 0]).verdict).toEqual({ ...fine, unknown: 2 });
  });
});

describe("the statistics of a bench", () => {
  it("have the middle of several numbers and how far they are apart", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(() => median([])).toThrow("no median");
    expect(spread([8, 10, 12])).toBeCloseTo(0.4);
    expect(spread([5])).toBe(0);
  });

  it("know the share of times below another to two in a hundred", () => {
    const times = new Histogram();
    for (let ms = 1; ms <= 1_000; ms++) times.add(ms);
    for (const [share, ms] of [
      [0.5, 500],
      [0.99, 990],
      [1, 1_000],
    ] as const) {
      expect(Math.abs(times.percentile(share) / ms - 1)).toBeLessThan(0.02);
    }
    const more = new Histogram();
    more.add(5_000, 9_000);
    more.addAll(times);
    expect(more.total).toBe(10_000);
    expect(more.percentile(0.5)).toBeGreaterThan(4_900);
    expect(new Histogram().percentile(0.5)).toBe(0);
  });
});

describe("the summary of a bench", () => {
  const sample = (subject: string, cpuPer1000: number, wrong = 0): Sample => ({
    scenario: "fan-out",
    load: "open 200@10",
    subject,
    figures: { cpuPer1000 },
    wrong,
    generator: 0.5,
    generatorDelayMs: 1,
    stolen: 0,
    kept: 8,
    slices: 10,
  });
  const rows = summarize(
    [sample("ours", 3), sample("theirs", 2), sample("ours", 1), sample("theirs", 1, 4), sample("ours", 2)],
    "ours",
  );

  it("has the median of the rounds, ours by theirs, and all that was wrong in any round", () => {
    expect(rows.map(({ subject, medians }) => [subject, medians])).toEqual([
      ["ours", { cpuPer1000: 2 }],
      ["theirs", { cpuPer1000: 1.5 }],
    ]);
    expect(rows[0]?.ratios).toEqual({});
    expect(rows[1]?.ratios.cpuPer1000).toBeCloseTo(4 / 3);
    expect(rows[1]?.wrong).toBe(4);
  });

  it("says of each goal whether it is met, missed, or was not looked at", () => {
    const goal = { load: "open 200@10", figure: "cpuPer1000", against: "theirs" } as const;
    const goals = [
      { ...goal, atMost: 1.4 },
      { ...goal, atMost: 1.3 },
      { ...goal, atLeast: 1.3 },
      { ...goal, against: undefined, atMost: 1 },
      { ...goal, load: "closed 200", atMost: 1 },
    ];
    expect(judge(rows, "ours", goals).map(({ isMet }) => isMet)).toEqual([true, false, true, false, undefined]);
  });
});

describe("a load on a machine that is shared", () => {
  /** One that took so many ms for each of its ten deliveries, half a second long. */
  const slice = (stolen: number, ms: number): Slice => {
    const times = new Histogram();
    times.add(ms, 10);
    return { times, count: 1, deliveries: 10, seconds: 0.5, ownCpu: 0.1, ownDelayMs: ms, stolen };
  };

  it("has what was measured while others left it alone", () => {
    const slices = [slice(0.3, 40), slice(0, 2), slice(0.1, 20), slice(0, 2), slice(0, 2)];
    const measured = measuredIn(slices, 2);
    expect(measured).toMatchObject({ kept: [1, 3], slices: 5, stolen: 0, seconds: 1, count: 2, deliveries: 20 });
    expect(measured.own).toEqual({ cpuShare: 0.2, delayMs: 2 });
    expect(measured.times.count).toBe(20);
    expect(measured.times.p99).toBeCloseTo(2, 1);
  });

  it("has what was disturbed least where it was never left alone, and says how much", () => {
    const measured = measuredIn([slice(0.3, 40), slice(0.02, 3), slice(0.04, 6)], 2);
    expect(measured).toMatchObject({ kept: [1, 2], stolen: 0.03 });
    expect(measured.times.p99).toBeCloseTo(6, 1);
  });

  it("has all there is where that is less than was wanted", () => {
    expect(measuredIn([slice(0, 2)], 8)).toMatchObject({ kept: [0], slices: 1, seconds: 0.5 });
    expect(() => measuredIn([], 8)).toThrow("Nothing was measured.");
  });
});

describe("the bill of a bench", () => {
  const counts = (some: Record<string, number>) => parse(Counts, some);

  it("is what one of several things cost: rows, requests, frames by the twenty, and alarms", () => {
    const before = counts({ "record written": 10, "frames out": 7, requests: 3 });
    const after = counts({
      "record written": 30,
      "room written": 40,
      "index written": 10,
      "frames in": 200,
      requests: 13,
    });
    const one = each(before, { ...after, "object requests": 20, "record read": 1_000, alarms: 10 }, 10);
    expect(one).toMatchObject({ "record written": 2, "room written": 4, "frames out": -0.7, requests: 1 });
    expect(rowsWritten(one)).toBe(6);
    // 7 rows written, 100 read, 1 request of the Worker, and of objects 2 calls, 1 alarm and 20 frames.
    expect(dollarsPerMillion(one)).toBeCloseTo(7 + 0.1 + 0.3 + 4 * 0.15);
  });
});

describe("the days of a bill", () => {
  it("are what everybody does, in dollars a month and by what the free plan has", () => {
    const item = (name: string, aDay: number, some: Record<string, number>) => {
      const counts = parse(Counts, some);
      return { name, aDay, counts, times: 1, places: {}, dollarsPerMillion: dollarsPerMillion(counts) };
    };
    const items = [
      item("message", 10, { "record written": 1, "room written": 4, "frames in": 20 }),
      item("search", 2, { requests: 1, "index read": 1_000 }),
      item("once", 0, { "record written": 1_000 }),
    ];
    const days = daysOf(items, 1_000);
    // 300,000 messages of 5 rows and a request of an object; 60,000 searches of a request and 1,000 rows.
    expect(days.acts.map(({ dollars }) => Number(dollars.toFixed(6)))).toEqual([
      Number((0.3 * 5.15).toFixed(6)),
      Number((0.06 * 1.3).toFixed(6)),
    ]);
    expect(days.dollars).toBeCloseTo(1.623);
    expect(Object.fromEntries(days.free.map(({ what, used }) => [what, used]))).toEqual({
      "requests of the Worker": 2_000,
      "requests of objects": 10_000,
      "rows written in D1": 10_000,
      "rows written in objects": 40_000,
      "rows read in D1": 2_000_000,
      "rows read in objects": 0,
    });
    expect(mostForFree(days)).toBe(2_500);
  });
});

describe("the command of a bench", () => {
  const names = { scenarios: ["fan-out", "fill"], peers: ["bare", "socketio"] };

  it("measures everything unless told, and what it is told", () => {
    expect(readOptions([], names)).toMatchObject({ scenarios: names.scenarios, subjects: names.peers, rounds: 3 });
    expect(readOptions(["--quick", "--people", "5", "--only", "fill", "--against", "none"], names)).toMatchObject({
      scenarios: ["fill"],
      subjects: [],
      people: [5],
      rounds: 1,
    });
  });

  it.each([
    [["--only", "fil"], "there is no fil. There are: fan-out, fill."],
    [["--rounds", "0"], "--rounds takes whole numbers"],
    [["--people", "50,"], "--people takes whole numbers"],
    [["--fast"], "--fast"],
  ])("refuses %j and says why", (args, why) => {
    expect(() => readOptions(args, names)).toThrow(why);
  });

  it("finds the cores that it may use in what the kernel says", () => {
    expect(coresIn("0-2,5")).toEqual([0, 1, 2, 5]);
    expect(coresIn("3")).toEqual([3]);
    expect(coresIn("")).toEqual([]);
  });
});
