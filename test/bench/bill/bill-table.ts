/** The bill as Markdown: a line for each thing that people do. */
import type { Item } from "./bill.ts";
import { rowsRead } from "./prices.ts";

export function billTable(items: readonly Item[]): string {
  const titles = [
    "one",
    "rows written: record",
    "room",
    "other objects",
    "index",
    "rows read",
    "requests",
    "calls of objects",
    "frames in",
    "frames out",
    "alarms",
    "$ a million",
    "goal",
  ];
  return [line(titles), line(["---", ...titles.slice(1, -1).map(() => "---:"), "---"]), ...items.map(rowOf)].join("\n");
}

/** Of which table the rows are, each store with its own: those written, and of those read, which cost a thousandth, the many. */
export function placesTable(items: readonly Item[]): string {
  const rows = items.flatMap(({ name, places }) => {
    const inOrder = Object.entries(places)
      .filter(([place, value]) => value >= (isWritten(place) ? 0.005 : 1))
      .sort(([one, some], [other, more]) => Number(isWritten(other)) - Number(isWritten(one)) || more - some);
    return inOrder.map(([place, value]) => line([name, place, value.toFixed(2)]));
  });
  return [line(["one", "rows", "how many"]), line(["---", "---", "---:"]), ...rows].join("\n");
}

const isWritten = (place: string) => place.includes(" written: ");

function rowOf({ name, counts, dollarsPerMillion, goal }: Item): string {
  return line([
    name,
    ...[
      counts["record written"],
      counts["room written"],
      counts["inbox written"] + counts["gate written"],
      counts["index written"],
      rowsRead(counts),
      counts.requests,
      counts["object requests"],
      counts["frames in"],
      counts["frames out"],
      counts.alarms,
      dollarsPerMillion,
    ].map((value) => value.toFixed(2)),
    goal ? `${goal.what}: ${goal.value.toFixed(2)} of at most ${goal.atMost}, ${goal.isMet ? "met" : "MISSED"}` : "",
  ]);
}

function line(cells: string[]): string {
  return `| ${cells.join(" | ")} |`;
}
