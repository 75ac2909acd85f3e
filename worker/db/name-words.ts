import { foldText } from "../search/text.ts";

// Nobody looks a person up by the ninth word of their name, and each word is a row written.
const MAX_WORDS = 8;

/** A name or what was typed to find one, so that case, accents and width make no difference. */
export function foldName(text: string): string {
  return foldText(text).replace(/\s+/gu, " ").trim();
}

/**
 * The places where a person's names may be entered: `ayse_y` called "Ayşe Nur Yılmaz" is found from
 * "ayse_y", "ayse nur yilmaz", "nur yilmaz" and "yilmaz" on.
 */
export function nameWords({ username, displayName }: { username: string; displayName: string }): string[] {
  const name = foldName(displayName);
  const starts = [...name.matchAll(/[\p{L}\p{N}\p{M}]+/gu)].slice(0, MAX_WORDS);
  return [...new Set([username, name, ...starts.map((match) => name.slice(match.index))])];
}
