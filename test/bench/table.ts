/** The run as Markdown, to be read in a terminal as well. */
import { FIGURES, type Figure } from "./figures.ts";
import type { Judged } from "./goals.ts";
import { figuresOf, type Row } from "./summary.ts";

const percent = (share: number) => `${Math.round(share * 100)} %`;
// A ratio says how ours stands: 2.0x of what is better when there is more of it, and so on.
const times = (ratio: number) => `${ratio >= 10 ? ratio.toFixed(0) : ratio.toPrecision(2)}x`;

/** A table for each scenario: a line for each load and subject. In brackets the spread of the rounds, then ours by theirs. */
export function tables(rows: readonly Row[]): string {
  return [...Map.groupBy(rows, ({ scenario }) => scenario)]
    .map(([scenario, of]) => `**${scenario}**\n\n${tableOf(of)}`)
    .join("\n\n");
}

function tableOf(rows: readonly Row[]): string {
  const present = new Set(rows.flatMap(({ medians }) => figuresOf(medians)));
  const figures = figuresOf(FIGURE_ORDER).filter((figure) => present.has(figure));
  const titles = figures.map((figure) => FIGURES[figure].title);
  return [
    line(["load", "server", ...titles, "wrong", "generator", "others"]),
    line(["---", "---", ...figures.map(() => "---:"), "---:", "---:", "---:"]),
    ...rows.map((row) =>
      line([
        row.load,
        row.subject,
        ...figures.map((figure) => cellOf(row, figure)),
        String(row.wrong),
        `${percent(row.generator)}, ${row.generatorDelayMs.toFixed(1)} ms`,
        `${(row.stolen * 100).toFixed(1)} %, ${row.kept} of ${row.slices}`,
      ]),
    ),
  ].join("\n");
}

function cellOf({ medians, spreads, ratios }: Row, figure: Figure): string {
  const value = medians[figure];
  if (value === undefined) return "–";
  const ratio = ratios[figure];
  return `${shown(value, FIGURES[figure].digits)} (±${percent((spreads[figure] ?? 0) / 2)})${ratio === undefined ? "" : ` ${times(ratio)}`}`;
}

/** Of those that this run looked at. */
export function goalsTable(judged: readonly Judged[]): string {
  const looked = judged.filter(({ isMet }) => isMet !== undefined);
  if (looked.length === 0) return "This run measured nothing that a goal is about.";
  const rows = looked.map(({ goal, value, isMet }) => {
    const { load, figure, against, atLeast, atMost } = goal;
    const wanted = atLeast === undefined ? `at most ${shown(atMost ?? 0, 2)}` : `at least ${shown(atLeast, 2)}`;
    const by = against === undefined ? "" : `, ours by that of ${against}`;
    return line([load, `${FIGURES[figure].title}${by}`, wanted, shown(value ?? 0, 2), isMet ? "met" : "MISSED"]);
  });
  return [line(["load", "what", "goal", "found", ""]), line(["---", "---", "---:", "---:", "---"]), ...rows].join("\n");
}

function shown(value: number, digits: number): string {
  return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function line(cells: string[]): string {
  return `| ${cells.join(" | ")} |`;
}

const FIGURE_ORDER: Partial<Record<Figure, number>> = Object.fromEntries(Object.keys(FIGURES).map((name) => [name, 0]));
