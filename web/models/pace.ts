/** How many rows are drawn in one go: as many as a reader does not feel, on this device and of what this room has to show. */
export interface Pace {
  /** For the next step. */
  rows(): number;
  /** So long it took to draw a step of that many. */
  took(ms: number): void;
}

// Half a frame: scrolling, and painting what comes into sight, have the other half.
const AT_MOST_MS = 8;
// What is looked through for each step costs the same for one row as for ten: with fewer, most of the time would go there.
const FEWEST = 4;
export const MOST = 10;

export function createPace(): Pace {
  let rows = FEWEST;
  return {
    rows: () => rows,
    took: (ms) => {
      // Down at once and up one by one: a step too long is felt, one too short is not.
      const next = ms > AT_MOST_MS ? Math.floor((rows * AT_MOST_MS) / ms) : rows + 1;
      rows = Math.max(FEWEST, Math.min(MOST, next));
    },
  };
}
