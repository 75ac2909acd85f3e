/** Of these times, in ms, those of the last minute. */
export function recent(times: number[], now: number): number[] {
  return times.filter((at) => now - at < 60_000);
}
