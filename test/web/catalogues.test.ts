import { describe, expect, test } from "vitest";
import { texts as ar } from "../../web/i18n/ar/index.ts";
import type { Entry, LaterPart } from "../../web/i18n/catalogue.ts";
import { texts as en } from "../../web/i18n/en/index.ts";
import { texts as ja } from "../../web/i18n/ja/index.ts";
import { LANGUAGES, type Language } from "../../web/i18n/languages.ts";
import { texts as ru } from "../../web/i18n/ru/index.ts";
import { texts as tr } from "../../web/i18n/tr/index.ts";

type Entries = Readonly<Record<string, Entry>>;
type AnyTexts = { start: Entries } & Record<LaterPart, () => Promise<{ entries: Entries }>>;

const ALL: Record<Language, AnyTexts> = { en, tr, ru, ar, ja };

/** The parts of a language by their names. */
async function partsOf(language: Language): Promise<[part: string, entries: Entries][]> {
  const { start, ...later } = ALL[language];
  const fetched = Object.entries(later).map(async ([part, load]) => [part, (await load()).entries] as const);
  return [
    ["start", start],
    ...(await Promise.all(fetched)).map(([part, entries]): [string, Entries] => [part, entries]),
  ];
}

async function entriesOf(language: Language): Promise<[key: string, entry: Entry][]> {
  return (await partsOf(language)).flatMap(([, entries]) => Object.entries(entries));
}

const formsOf = (entry: Entry): string[] => (typeof entry === "string" ? [entry] : Object.values(entry));
/** What is filled in, and the numbers it speaks of. */
const holesIn = (text: string) => (text.match(/\{\w+\}/g) ?? []).toSorted();

test("no entry stands in two parts of the catalogue", async () => {
  const keys = (await entriesOf("en")).map(([key]) => key);
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});

describe.each(LANGUAGES)("the texts in %s", (language) => {
  test("are all there and no more, in the parts where they belong", async () => {
    const keysOf = async (of: Language) =>
      (await partsOf(of)).map(([part, entries]) => [part, Object.keys(entries).toSorted()]);
    expect(await keysOf(language)).toEqual(await keysOf("en"));
  });

  test("are filled in with what the English ones are, and name the same numbers", async () => {
    const english = new Map(await entriesOf("en"));
    const faults = (await entriesOf(language)).flatMap(([key, entry]) => {
      const [wanted = ""] = formsOf(english.get(key) ?? "").slice(-1);
      return formsOf(entry)
        .filter((form) => holesIn(form).join() !== holesIn(wanted).join())
        .map((form) => `${key}: ${form}`);
    });
    expect(faults).toEqual([]);
  });

  test("have every plural form that the language has, and no other", async () => {
    const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
    const plurals = (await entriesOf(language)).filter(([, entry]) => typeof entry !== "string");
    expect(plurals.length).toBeGreaterThan(0);
    const faults = plurals.filter(
      ([, entry]) => Object.keys(entry).toSorted().join() !== pluralCategories.toSorted().join(),
    );
    expect(faults).toEqual([]);
  });

  test("say a number where several counts share a form", async () => {
    // Two Arabic forms, and the singular where it stands for 1 alone, can name the count by themselves.
    const nameTheCount = language === "ar" ? ["zero", "one", "two"] : [];
    const faults = (await entriesOf(language)).flatMap(([key, entry]) =>
      typeof entry === "string"
        ? []
        : Object.entries(entry)
            .filter(([form, text]) => !text.includes("#") && !nameTheCount.includes(form))
            .map(([form]) => `${key} (${form})`),
    );
    expect(faults).toEqual([]);
  });

  test("are written with the marks of the language", async () => {
    const strays: Record<Language, RegExp> = {
      en: /[«»「」‟„]|\.\.\./,
      tr: /[«»「」]|\.\.\.|"/,
      ru: /[“”「」]|\.\.\.|"/,
      // Its comma, semicolon and question mark look the other way.
      ar: /[“”「」]|\.\.\.|[\u0600-\u06ff][,;?]|"/,
      // No spaces between its own letters and others.
      ja: /[“”«»]|\.\.\.|[\u3040-\u30ff\u4e00-\u9fff][,.?!]|[\u3040-\u30ff\u4e00-\u9fff] |[^:·] [\u3040-\u30ff\u4e00-\u9fff]|"/,
    };
    const faults = (await entriesOf(language)).filter(([, entry]) =>
      formsOf(entry).some((text) => strays[language].test(text)),
    );
    expect(faults).toEqual([]);
  });

  test("do not repeat the English ones", async () => {
    if (language === "en") return;
    const english = new Map(await entriesOf("en"));
    // A name, and what is made of nothing but what is filled in.
    const same = (await entriesOf(language)).filter(
      ([key, entry]) =>
        key !== "app.name" &&
        formsOf(entry).join() === formsOf(english.get(key) ?? "").join() &&
        /[a-z]{3}/i.test(String(entry).replace(/\{\w+\}/g, "")),
    );
    expect(same.map(([key]) => key).toSorted()).toEqual(
      language === "tr"
        ? ["app.title", "app.titleUnread", "composer.emoji", "emoji.title"]
        : ["app.title", "app.titleUnread"],
    );
  });
});
