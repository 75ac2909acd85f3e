/** D1 takes 2 MB in a parameter, and a character takes up to three bytes. */
const MAX_LENGTH = 500_000;

/** Rows as arrays in JSON, each of them short enough to be one parameter. A row alone is never split. */
export function jsonPortions(rows: readonly unknown[]): string[] {
  const portions: string[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    const json = JSON.stringify(row);
    length += json.length + 1;
    if (length > MAX_LENGTH) {
      portions.push([]);
      length = json.length + 1;
    }
    portions.at(-1)?.push(json);
  }
  return portions.map((portion) => `[${portion.join()}]`);
}
