/** On a machine that is shared with others, times say as much about them: how much they took belongs beside what was measured. */
import { readFileSync } from "node:fs";

/** Begins to look; asked, it gives the share of the processors' time (0 to 1) that went to other machines since. 0 where nothing tells. */
export function watchStolenTime(): () => number {
  const before = read();
  return () => {
    const now = read();
    const total = now.total - before.total;
    return total === 0 ? 0 : (now.stolen - before.stolen) / total;
  };
}

/** In ticks, since the machine was started: proc_stat(5). */
function read(): { stolen: number; total: number } {
  try {
    const [, ...ticks] = (readFileSync("/proc/stat", "utf8").split("\n")[0] ?? "").trim().split(/\s+/).map(Number);
    // What guests had stands in user and nice already.
    const total = ticks.slice(0, 8).reduce((sum, each) => sum + each, 0);
    return { stolen: ticks[7] ?? 0, total };
  } catch {
    return { stolen: 0, total: 0 };
  }
}

/** In words, for a line above a table. */
export function stolenInWords(share: number): string {
  return `other machines had ${(share * 100).toFixed(1)} % of the processors meanwhile`;
}
