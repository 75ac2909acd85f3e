/** What came of it, as a table: for a terminal, and as Markdown for docs/reliability.md. */
import { type Counts, countsOf, type Figures, percentile, type Report, together } from "./figures.ts";

export interface Rowed {
  name: string;
  /** Absent where the run itself failed; then nothing was proven. */
  report?: Report;
}

interface Column {
  title: string;
  of(figures: Figures, counts: Counts): string;
}

const count = (n: number) => n.toLocaleString("en-US");
const milliseconds = (ms: number) => count(Math.round(ms));
const seconds = (ms: number) => (ms / 1000).toFixed(1);

const COLUMNS: Column[] = [
  { title: "attempted", of: ({ attempted }) => count(attempted) },
  { title: "acknowledged", of: ({ acknowledged }) => count(acknowledged) },
  { title: "unknown", of: ({ unknown }) => count(unknown) },
  { title: "in history", of: ({ inHistory }) => count(inHistory) },
  { title: "changes", of: ({ changes }) => count(changes) },
  { title: "LOST", of: (_, { lost }) => count(lost) },
  { title: "DOUBLED", of: (_, { doubled }) => count(doubled) },
  { title: "PHANTOM", of: (_, { phantom }) => count(phantom) },
  { title: "ALTERED", of: (_, { altered }) => count(altered) },
  { title: "NOT DELIVERED", of: (_, { notDelivered }) => count(notDelivered) },
  { title: "SHOWN TWICE", of: (_, { shownTwice }) => count(shownTwice) },
  { title: "OUT OF ORDER", of: (_, { outOfOrder }) => count(outOfOrder) },
  { title: "LEAKED", of: (_, { leaked }) => count(leaked) },
  { title: "p50 ms", of: ({ latenciesMs }) => milliseconds(percentile(latenciesMs, 0.5)) },
  { title: "p99 ms", of: ({ latenciesMs }) => milliseconds(percentile(latenciesMs, 0.99)) },
  { title: "outage s", of: ({ outageMs }) => seconds(outageMs) },
  { title: "D1 lag s", of: ({ recordLagMs }) => seconds(recordLagMs) },
  { title: "memory MiB", of: ({ peakMemoryMiB }) => count(peakMemoryMiB) },
];

/** One line of text: what is zero as it should be is not spelled out. */
export function lineOf({ name, report }: Rowed): string {
  if (!report) return `${name}: failed`;
  const cells = COLUMNS.map(({ title, of }) => `${title} ${of(report.figures, countsOf([report.findings]))}`);
  const { settledMs, refusals, ownDelayMs } = report.figures;
  const asides = `settled after ${seconds(settledMs)} s, ${refusals} refusals of strangers, own delay ${ownDelayMs} ms`;
  return `${name}: ${cells.join(", ")} (${asides})`;
}

export function markdownOf(rows: readonly Rowed[]): string {
  const reports = rows.flatMap(({ report }) => (report ? [report] : []));
  const total = {
    findings: countsOf(reports.map(({ findings }) => findings)),
    figures: together(reports.map(({ figures }) => figures)),
  };
  return [
    line(["", ...COLUMNS.map(({ title }) => title)]),
    line(["---", ...COLUMNS.map(() => "---:")]),
    ...rows.map(({ name, report }) => line([name, ...cellsOf(report)])),
    line(["**all**", ...COLUMNS.map(({ of }) => `**${of(total.figures, total.findings)}**`)]),
  ].join("\n");
}

function cellsOf(report: Report | undefined): string[] {
  if (!report) return COLUMNS.map(() => "failed");
  const counts = countsOf([report.findings]);
  return COLUMNS.map(({ of }) => of(report.figures, counts));
}

function line(cells: string[]): string {
  return `| ${cells.join(" | ")} |`;
}
