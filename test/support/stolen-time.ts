/** On a machine that is shared with others, times say as much about them: how much they took belongs beside what was measured. */
import { readFileSync } from "node:fs";

/**
 * Begins to look; asked, it gives the share of the processors' time (0 to 1) that went to other machines since. 0 where nothing tells.
 * @param cores which processors; all where none is named
 */
export function watchStolenTime(cores: readonly number[] = []): () => number {
  const before = read(cores);
  return () => {
    const now = read(cores);
    const total = now.total - before.total;
    return total === 0 ? 0 : (now.stolen - before.stolen) / total;
  };
}

/** In ticks, since the machine was started: proc_stat(5). */
function read(cores: readonly number[]): { stolen: number; total: number } {
  const names = cores.length === 0 ? ["cpu"] : cores.map((core) => `cpu${core}`);
  const sum = { stolen: 0, total: 0 };
  for (const line of statLines()) {
    const [name = "", ...ticks] = line.trim().split(/\s+/);
    if (!names.includes(name)) continue;
    // What guests had stands in user and nice already.
    const numbers = ticks.slice(0, 8).map(Number);
    sum.total += numbers.reduce((total, each) => total + each, 0);
    sum.stolen += numbers[7] ?? 0;
  }
  return sum;
}

function statLines(): string[] {
  try {
    return readFileSync("/proc/stat", "utf8").split("\n");
  } catch {
    return [];
  }
}

/** In words, for a line above a table. */
export function stolenInWords(share: number): string {
  return `other machines had ${(share * 100).toFixed(1)} % of the processors meanwhile`;
}
