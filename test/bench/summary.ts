/** Rounds become medians, and medians ratios. */
import { FIGURES, type Figure, type Sample } from "./figures.ts";
import { median, spread } from "./statistics.ts";

export interface Row {
  scenario: string;
  load: string;
  subject: string;
  medians: Partial<Record<Figure, number>>;
  spreads: Partial<Record<Figure, number>>;
  /** Ours divided by this one's, where both were measured; absent in our own rows. */
  ratios: Partial<Record<Figure, number>>;
  wrong: number;
  /** The most that the generator ever needed of its core. */
  generator: number;
  generatorDelayMs: number;
  /** The most that other machines had of the processors' time in any round, 0 to 1. */
  stolen: number;
  /** Slices that are kept and all there were, of all rounds together. */
  kept: number;
  slices: number;
}

/** In the order in which loads and subjects first came. */
export function summarize(samples: readonly Sample[], ours: string): Row[] {
  const groups = Map.groupBy(samples, ({ scenario, load, subject }) => JSON.stringify([scenario, load, subject]));
  const rows = [...groups.values()].flatMap((group) => rowOf(group));
  for (const row of rows) {
    const own = rows.find(({ load, scenario, subject }) => {
      return subject === ours && load === row.load && scenario === row.scenario;
    });
    if (own && own !== row) row.ratios = ratiosOf(own, row);
  }
  const loads = [...new Set(rows.map(({ scenario, load }) => JSON.stringify([scenario, load])))];
  const place = ({ scenario, load }: Row) => loads.indexOf(JSON.stringify([scenario, load]));
  return rows.sort((one, other) => place(one) - place(other));
}

function rowOf(group: readonly Sample[]): Row[] {
  const [first] = group;
  if (!first) return [];
  const { scenario, load, subject } = first;
  const row: Row = {
    scenario,
    load,
    subject,
    medians: {},
    spreads: {},
    ratios: {},
    wrong: 0,
    generator: 0,
    generatorDelayMs: 0,
    stolen: 0,
    kept: 0,
    slices: 0,
  };
  for (const figure of figuresIn(group)) {
    const numbers = group.flatMap(({ figures }) => figures[figure] ?? []).filter(Number.isFinite);
    if (numbers.length === 0) continue;
    row.medians[figure] = median(numbers);
    row.spreads[figure] = spread(numbers);
  }
  row.wrong = group.reduce((sum, { wrong }) => sum + wrong, 0);
  row.generator = Math.max(...group.map(({ generator }) => generator));
  row.generatorDelayMs = Math.max(...group.map(({ generatorDelayMs }) => generatorDelayMs));
  row.stolen = Math.max(...group.map(({ stolen }) => stolen));
  row.kept = group.reduce((sum, { kept }) => sum + kept, 0);
  row.slices = group.reduce((sum, { slices }) => sum + slices, 0);
  return [row];
}

function ratiosOf(own: Row, other: Row): Row["ratios"] {
  const ratios: Row["ratios"] = {};
  for (const figure of figuresOf(other.medians)) {
    const [mine, theirs] = [own.medians[figure], other.medians[figure]];
    if (mine !== undefined && theirs !== undefined && theirs !== 0) ratios[figure] = mine / theirs;
  }
  return ratios;
}

function figuresIn(group: readonly Sample[]): Figure[] {
  return [...new Set(group.flatMap(({ figures }) => figuresOf(figures)))];
}

/** Those that are there, in the order in which they are shown. */
export function figuresOf(figures: Partial<Record<Figure, number>>): Figure[] {
  return FIGURE_NAMES.filter((figure) => figures[figure] !== undefined);
}

const isFigure = (name: string): name is Figure => name in FIGURES;
const FIGURE_NAMES: Figure[] = Object.keys(FIGURES).filter(isFigure);
