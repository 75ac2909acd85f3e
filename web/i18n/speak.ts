import type { Entry, LaterPart } from "./catalogue.ts";
import { type Language, languageOf } from "./languages.ts";
import { addEntries, setSpeech } from "./translate.ts";

type Entries = Readonly<Record<string, Entry>>;
type AnyTexts = { start: Entries } & Record<LaterPart, () => Promise<{ entries: Entries }>>;
/** The texts of a language, with the entries of all parts that were used when they came. */
type Fetched = { texts: AnyTexts; entries: Record<string, Entry> };

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
/** What was asked for last, and what is shown; the same but while texts are on their way. */
let spoken: Promise<Fetched>;
let shown: Promise<Fetched> | undefined;

/**
 * Fetches the texts of a locale's language, for all that is on the page, and shows them. Of two calls the later one counts,
 * and both wait for it. Rejects where the texts cannot be fetched: then everything stays as it was.
 */
export async function speak(locale: string): Promise<void> {
  const coming = fetchTexts(languageOf(locale));
  spoken = coming;
  try {
    const { entries } = await coming;
    if (spoken !== coming) return void (await spoken);
    shown = coming;
    setSpeech(locale, entries);
  } catch (error) {
    if (spoken === coming && shown !== undefined) spoken = shown;
    throw error;
  }
}

/** Whether there is anything to say yet. */
export function isSpeaking(): boolean {
  return shown !== undefined;
}

async function fetchTexts(language: Language): Promise<Fetched> {
  const { texts } = await TEXTS[language]();
  const later = await Promise.all([...used].map((part) => texts[part]()));
  return { texts, entries: Object.assign({}, texts.start, ...later.map(({ entries }) => entries)) };
}

/** What `loading` gives, once the texts of these parts are there too. */
export async function withTexts<T>(loading: Promise<T>, ...parts: LaterPart[]): Promise<T> {
  const [loaded] = await Promise.all([loading, ...parts.map(addPart)]);
  return loaded;
}

async function addPart(part: LaterPart): Promise<void> {
  used.add(part);
  const speaking = spoken;
  const { texts } = await speaking;
  const { entries } = await texts[part]();
  // Meanwhile the reader may have chosen another language, which came with this part.
  if (spoken === speaking) addEntries(entries);
  else await addPart(part);
}
