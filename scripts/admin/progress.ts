/** Says how far something is, on a line of its own every few seconds: it may be read in a log. */
const EVERY_MS = 2_000;

export function progress(what: string): (count: number) => void {
  let saidAt = Date.now();
  return (count) => {
    const now = Date.now();
    if (now - saidAt < EVERY_MS) return;
    saidAt = now;
    console.error(`${count.toLocaleString("en")} ${what} …`);
  };
}
