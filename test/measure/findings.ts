/** What was measured, as lines of a table. */

export interface Finding {
  part: string;
  what: string;
  value: number;
  unit: "px" | "rows" | "ms" | "MB" | "kB" | "times" | "tasks";
  /** `value` may be at most that; without one it is there to be known. */
  atMost?: number;
}

const DIGITS: Record<Finding["unit"], number> = { px: 1, rows: 0, ms: 0, MB: 1, kB: 1, times: 2, tasks: 0 };

export function isMissed({ value, atMost }: Finding): boolean {
  // What is not a number was not found, and is no better for that.
  return atMost !== undefined && !(value <= atMost);
}

/** As Markdown, to be read in a terminal as well. */
export function tableOf(findings: readonly Finding[]): string {
  const rows = findings.map((finding) => {
    const { part, what, value, unit, atMost } = finding;
    const shown = (number: number) => `${number.toFixed(DIGITS[unit])} ${unit}`;
    const verdict = atMost === undefined ? "" : isMissed(finding) ? "MISSED" : "met";
    return [part, what, shown(value), atMost === undefined ? "" : shown(atMost), verdict];
  });
  const lines = [["part", "what", "found", "at most", ""], ["---", "---", "---:", "---:", "---"], ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
