import type { Entry, LaterPart } from "./catalogue.ts";
import { type Language, languageOf } from "./languages.ts";
import { addEntries, setSpeech } from "./translate.ts";

type Entries = Readonly<Record<string, Entry>>;
type AnyTexts = { start: Entries } & Record<LaterPart, () => Promise<{ entries: Entries }>>;

// A chunk for each language, which names those of its parts: nobody fetches more than the one they read.
const TEXTS: Record<Language, () => Promise<{ texts: AnyTexts }>> = {
  en: () => import("./en/index.ts"),
  tr: () => import("./tr/index.ts"),
  ru: () => import("./ru/index.ts"),
  ar: () => import("./ar/index.ts"),
  ja: () => import("./ja/index.ts"),
};

/** The parts that are on the page, or were. */
const used = new Set<LaterPart>();
let spoken: Promise<AnyTexts>;

/**
 * Fetches the texts of a locale's language, for all that is on the page, and shows them. Rejects where they cannot be
 * fetched: then everything stays as it was. Of two calls the later one counts.
 */
export async function speak(locale: string): Promise<void> {
  const before = spoken;
  const coming = fetchTexts(languageOf(locale), locale, () => spoken === coming);
  spoken = coming;
  try {
    await coming;
  } catch (error) {
    if (spoken === coming && before !== undefined) spoken = before;
    throw error;
  }
}

async function fetchTexts(language: Language, locale: string, isWanted: () => boolean): Promise<AnyTexts> {
  const { texts } = await TEXTS[language]();
  const later = await Promise.all([...used].map((part) => texts[part]()));
  if (isWanted()) setSpeech(locale, Object.assign({}, texts.start, ...later.map(({ entries }) => entries)));
  return texts;
}

/** What `loading` gives, once the texts of these parts are there too. */
export async function withTexts<T>(loading: Promise<T>, ...parts: LaterPart[]): Promise<T> {
  const [loaded] = await Promise.all([loading, ...parts.map(addPart)]);
  return loaded;
}

async function addPart(part: LaterPart): Promise<void> {
  used.add(part);
  const speaking = spoken;
  const { entries } = await (await speaking)[part]();
  // Meanwhile the reader may have chosen another language, which came with this part.
  if (spoken === speaking) addEntries(entries);
  else await addPart(part);
}
