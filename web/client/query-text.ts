/** `?a=1&b=2`, without what is `undefined`; empty where nothing is left. By hand: React Native has half a `URLSearchParams`. */
export function queryText(values: Record<string, string | number | undefined>): string {
  const pairs = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`],
  );
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}
