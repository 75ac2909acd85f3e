/** A scenario asks one server for one kind of work, in one or several sizes. */
import type { Cores } from "../cores.ts";
import { pin } from "../cores.ts";
import type { Figure, Sample } from "../figures.ts";
import { Load, type Outcome } from "../load.ts";
import type { Options } from "../options.ts";
import type { Running, Subject } from "../subjects/subject.ts";

export interface Scenario {
  name: string;
  title: string;
  /** `undefined` where the subject has nothing of the kind. */
  run(stage: Stage): Promise<Sample[]>;
}

export interface Stage {
  subject: Subject;
  cores: Cores;
  options: Options;
}

const open = new Set<Running>();

/** A fresh server and a fresh generator, both gone afterwards. */
export async function onServer<T>(
  { subject, cores }: Stage,
  work: (running: Running, load: Load) => Promise<T>,
): Promise<T> {
  const running = await subject.start();
  open.add(running);
  try {
    for (const pid of running.pids) pin(pid, cores.server);
    const load = new Load(running.pids, cores);
    try {
      await load.meet(running.place);
      return await work(running, load);
    } finally {
      load.end();
    }
  } finally {
    open.delete(running);
    await running.stop();
  }
}

/** For whoever is told to end in the middle: a server that is no Node process does not notice by itself. */
export async function stopAll(): Promise<void> {
  await Promise.allSettled(Array.from(open, (running) => running.stop()));
}

export function sampleOf(
  { name }: Pick<Scenario, "name">,
  { subject }: Stage,
  load: string,
  outcome: Outcome,
  figures: Partial<Record<Figure, number>>,
): Sample {
  const { wrong, stolen, kept, slices, own } = outcome;
  return {
    scenario: name,
    load,
    subject: subject.name,
    figures,
    wrong,
    generator: own.cpuShare,
    generatorDelayMs: own.delayMs,
    stolen,
    kept: kept.length,
    slices,
  };
}
