/** What is measured, by name: how it is shown, and which way is better. */
export const FIGURES = {
  deliveriesPerSecond: { title: "deliveries/s", better: "more", digits: 0 },
  cpuPer1000: { title: "CPU s per 1,000 deliveries", better: "less", digits: 4 },
  p50: { title: "p50 ms", better: "less", digits: 1 },
  p95: { title: "p95 ms", better: "less", digits: 1 },
  p99: { title: "p99 ms", better: "less", digits: 1 },
  slowed: { title: "p99 by that of the room alone", better: "less", digits: 2 },
  cpuSeconds: { title: "CPU s", better: "less", digits: 2 },
  cpuPerJoin: { title: "CPU ms per join", better: "less", digits: 2 },
  growth: { title: "CPU of the last, by the first", better: "less", digits: 2 },
  perSecond: { title: "answers/s", better: "more", digits: 0 },
  cpuPerAnswer: { title: "CPU ms per answer", better: "less", digits: 2 },
  memoryMiB: { title: "MiB", better: "less", digits: 0 },
  cpuShare: { title: "CPU % of a core", better: "less", digits: 2 },
  kilobytes: { title: "kB gzip", better: "less", digits: 1 },
  requests: { title: "requests", better: "less", digits: 0 },
} as const satisfies Record<string, { title: string; better: "more" | "less"; digits: number }>;
export type Figure = keyof typeof FIGURES;

/** One load on one server in one round. */
export interface Sample {
  scenario: string;
  /** As people name it: "closed, 200 people". */
  load: string;
  subject: string;
  figures: Partial<Record<Figure, number>>;
  /** Deliveries that were lost, doubled, out of order or nobody's. */
  wrong: number;
  /** The generator's own share of its core. */
  generator: number;
  /** How late it was itself, at most once in a hundred times. */
  generatorDelayMs: number;
  /** What other machines had of the time of the two cores meanwhile, 0 to 1. */
  stolen: number;
  /** How many slices of the measured time are in it, and how many there were: those in which they had least are kept. */
  kept: number;
  slices: number;
}
