/** What a session was started with, as far as its user agent says. */
export interface DeviceName {
  /** A browser or an app. */
  browser: string | undefined;
  system: string | undefined;
}

// In this order: Edge and Opera say that they are Chrome, and all of them that they are Safari.
const BROWSERS: [string, RegExp][] = [
  ["Edge", /\bEdg(?:e|A|iOS)?\//],
  ["Opera", /\bOPR\//],
  ["Samsung Internet", /\bSamsungBrowser\//],
  ["Firefox", /\b(?:Firefox|FxiOS)\//],
  ["Chrome", /(?:Chrome|Chromium|CriOS)\//],
  ["Safari", /\bVersion\/\S+ .*\bSafari\//],
];
// An iPhone says that it is like a Mac, Android that it is Linux.
const SYSTEMS: [string, RegExp][] = [
  ["iPhone", /\biPhone\b/],
  ["iPad", /\biPad\b/],
  ["Android", /\bAndroid\b/],
  ["Windows", /\bWindows\b/],
  ["macOS", /\bMac OS X\b|\bMacintosh\b/],
  ["ChromeOS", /\bCrOS\b/],
  ["Linux", /\bLinux\b|\bX11\b/],
];

/** Names that people know. What is no browser is called as it calls itself: `Confab/1.2 (…)` is Confab. */
export function deviceNameOf(userAgent: string): DeviceName {
  const nameIn = (names: [string, RegExp][]) => names.find(([, pattern]) => pattern.test(userAgent))?.[0];
  const ownName = /^(?!Mozilla\/)([A-Za-z][\w .-]{0,30})(?=\/)/.exec(userAgent)?.[1];
  return { browser: nameIn(BROWSERS) ?? ownName, system: nameIn(SYSTEMS) };
}
