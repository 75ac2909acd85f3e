/** The numbers of a run, and those of several runs together. */
import type { Findings } from "./checker.ts";
import type { Evidence } from "./evidence.ts";
import type { Measures } from "./watch.ts";

export interface Figures extends Measures {
  attempted: number;
  acknowledged: number;
  /** Sent by a device that was lost before an answer came: such a message may be there or not. */
  unknown: number;
  inHistory: number;
  /** Edits, deletes and reactions that were acknowledged. */
  changes: number;
  /** The longest time in which nobody at all got an acknowledgement. */
  outageMs: number;
  /** From silence until nothing was unsent anywhere. */
  settledMs: number;
  /** How often a stranger was told that there is no such room. */
  refusals: number;
  /** From the key to the acknowledgement, ascending. */
  latenciesMs: number[];
}

export type Counts = Record<keyof Findings, number>;

export interface Report {
  findings: Findings;
  figures: Figures;
}

export function figuresOf(evidence: Evidence, more: Measures & Pick<Figures, "settledMs" | "refusals">): Figures {
  const { attempts, acknowledgements, history } = evidence;
  const times = acknowledgements.map(({ at }) => at).sort(ascending);
  const gaps = times.map((time, n) => time - (times[n - 1] ?? time));
  return {
    ...more,
    attempted: attempts.length,
    acknowledged: acknowledgements.length,
    unknown: attempts.length - acknowledgements.length,
    changes: evidence.changes.filter(({ outcome }) => outcome === "done").length,
    inHistory: [...history.values()].reduce((sum, messages) => sum + messages.length, 0),
    outageMs: gaps.reduce((longest, gap) => Math.max(longest, gap), 0),
    latenciesMs: acknowledgements.map(({ afterMs }) => afterMs).sort(ascending),
  };
}

/** Counts are added, the worst of what is measured is kept. */
export function together(all: readonly Figures[]): Figures {
  const sum = (of: (figures: Figures) => number) => all.reduce((total, figures) => total + of(figures), 0);
  const most = (of: (figures: Figures) => number) =>
    all.reduce((highest, figures) => Math.max(highest, of(figures)), 0);
  return {
    attempted: sum(({ attempted }) => attempted),
    acknowledged: sum(({ acknowledged }) => acknowledged),
    unknown: sum(({ unknown }) => unknown),
    inHistory: sum(({ inHistory }) => inHistory),
    changes: sum(({ changes }) => changes),
    refusals: sum(({ refusals }) => refusals),
    outageMs: most(({ outageMs }) => outageMs),
    settledMs: most(({ settledMs }) => settledMs),
    peakMemoryMiB: most(({ peakMemoryMiB }) => peakMemoryMiB),
    recordLagMs: most(({ recordLagMs }) => recordLagMs),
    ownDelayMs: most(({ ownDelayMs }) => ownDelayMs),
    latenciesMs: all.flatMap(({ latenciesMs }) => latenciesMs).sort(ascending),
  };
}

/** @param share 0.99 for the time that 99 of 100 stay under */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

export function countsOf(findings: readonly Findings[]): Counts {
  const count = (kind: keyof Findings) => findings.reduce((sum, found) => sum + found[kind].length, 0);
  return {
    lost: count("lost"),
    doubled: count("doubled"),
    phantom: count("phantom"),
    altered: count("altered"),
    notDelivered: count("notDelivered"),
    shownTwice: count("shownTwice"),
    outOfOrder: count("outOfOrder"),
    leaked: count("leaked"),
  };
}

const ascending = (a: number, b: number) => a - b;
