/** The arrow that means the same in a page from left to right: forward is to the left where one reads to the left. */
export function readingKey({ key }: KeyboardEvent): string {
  if (document.documentElement.dir !== "rtl") return key;
  if (key === "ArrowLeft") return "ArrowRight";
  return key === "ArrowRight" ? "ArrowLeft" : key;
}
