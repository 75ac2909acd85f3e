/** The bill as Markdown: a line for each thing that people do. */
import type { Item } from "./bill.ts";
import { type Days, mostForFree } from "./days.ts";
import { rowsRead, rowsWritten } from "./prices.ts";

export function billTable(items: readonly Item[]): string {
  const titles = [
    "one",
    "rows written: record",
    "room",
    "other objects",
    "all of these",
    "index",
    "rows read",
    "requests",
    "calls of objects",
    "frames in",
    "frames out",
    "alarms",
    "$ a million",
    "without the index",
    "goal",
  ];
  return [line(titles), line(["---", ...titles.slice(1, -1).map(() => "---:"), "---"]), ...items.map(rowOf)].join("\n");
}

/** What people who come every day cost. */
export function daysTable(days: Days): string {
  const acts = [...days.acts, { name: "all of it", aDay: undefined, dollars: days.dollars }];
  return [
    line([`${days.people} people, each on a day`, "times", "$ a month"]),
    line(["---", "---:", "---:"]),
    ...acts.map(({ name, aDay, dollars }) => line([name, aDay === undefined ? "" : shown(aDay), dollars.toFixed(2)])),
    "",
    line(["of the free plan, each day", "used", "there is", "share"]),
    line(["---", "---:", "---:", "---:"]),
    ...days.free.map(({ what, used, limit }) =>
      line([what, shown(used), shown(limit), `${Math.round((used / limit) * 100)} %`]),
    ),
    "",
    `It would do for ${mostForFree(days)} such people.`,
  ].join("\n");
}

function shown(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: value < 1 ? 2 : 0 });
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
      rowsWritten(counts),
      counts["index written"],
      rowsRead(counts),
      counts.requests,
      counts["object requests"],
      counts["frames in"],
      counts["frames out"],
      counts.alarms,
      dollarsPerMillion,
      dollarsPerMillion - counts["index written"],
    ].map((value) => value.toFixed(2)),
    goal ? `${goal.what}: ${goal.value.toFixed(2)} of at most ${goal.atMost}, ${goal.isMet ? "met" : "MISSED"}` : "",
  ]);
}

function line(cells: string[]): string {
  return `| ${cells.join(" | ")} |`;
}
