import * as v from "valibot";
import { Emoji as EmojiText } from "../../worker/protocol.ts";

/** One emoji with what it is called. */
export interface Emoji {
  text: string;
  /** In the reader's language, for people who listen. */
  label: string;
  /** What is typed between colons, the usual one first. */
  names: readonly string[];
  /** Other words by which it is found. */
  tags: readonly string[];
  /** 0 to 9, without 2: the parts of others. */
  group: number;
}

const Rows = v.array(
  v.object({
    unicode: v.string(),
    label: v.string(),
    tags: v.optional(v.array(v.string()), []),
    group: v.optional(v.number()),
  }),
);
const Names = v.record(v.string(), v.unknown());

type Table = () => Promise<{ default: unknown }>;
const TABLES: Record<string, Table> & { en: Table } = {
  en: () => import("emojibase-data/en/compact.json"),
  ja: () => import("emojibase-data/ja/compact.json"),
  ru: () => import("emojibase-data/ru/compact.json"),
};
// Skin tones and single letters of flags.
const PARTS_GROUP = 2;

const loaded = new Map<string, Promise<readonly Emoji[]>>();

/** The language that emoji are named in for readers of `locale`: theirs where there is a table of it, else English. */
export function languageOfEmoji(locale: string): string {
  const language = locale.split("-")[0] ?? "en";
  return Object.hasOwn(TABLES, language) ? language : "en";
}

/** All emoji in the order of the tables, named in the language that `languageOfEmoji` says. */
export function loadEmoji(locale: string): Promise<readonly Emoji[]> {
  const wanted = languageOfEmoji(locale);
  const under = loaded.get(wanted) ?? load(TABLES[wanted] ?? TABLES.en);
  loaded.set(wanted, under);
  // One that failed may work later.
  under.catch(() => loaded.delete(wanted));
  return under;
}

async function load(table: Table): Promise<readonly Emoji[]> {
  const [rows, names] = await Promise.all([table(), import("emojibase-data/en/shortcodes/iamcal.json")]);
  const [found, called] = [v.safeParse(Rows, rows.default), v.safeParse(Names, names.default)];
  if (!found.success || !called.success) throw new Error("the tables of emoji are not what they were");
  const byCode = called.output;
  return found.output.flatMap(({ unicode, label, tags, group }) => {
    const text = asOneEmoji(unicode);
    if (text === undefined || group === undefined || group === PARTS_GROUP) return [];
    const own = byCode[codeOf(unicode)] ?? byCode[codeOf(unicode.replaceAll("\ufe0f", ""))];
    return [{ text, label, names: namesIn(own), tags, group }];
  });
}

/** One name or several. */
function namesIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.map(String) : [];
}

/** As the server takes it: the tables put a variation selector where none is needed, and know some that are too new. */
function asOneEmoji(unicode: string): string | undefined {
  const forms = [unicode, unicode.replace(/\ufe0f$/, ""), `${unicode}\ufe0f`];
  return forms.find((form) => v.is(EmojiText, form));
}

function codeOf(unicode: string): string {
  return [...unicode]
    .map((character) => (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0"))
    .join("-");
}

/** The best matches for what somebody typed, those that begin with it first. */
export function findEmoji(all: readonly Emoji[], typed: string, most: number): Emoji[] {
  const query = typed.trim().toLowerCase();
  if (query === "") return [];
  const ranked: { emoji: Emoji; rank: number }[] = [];
  for (const emoji of all) {
    const rank = rankOf(emoji, query);
    if (rank !== undefined) ranked.push({ emoji, rank });
  }
  // Stable: what is equally good stays in the order of the tables.
  return ranked
    .sort((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ emoji }) => emoji);
}

/** The one that is called exactly so. */
export function emojiCalled(all: readonly Emoji[], name: string): Emoji | undefined {
  return all.find(({ names }) => names.includes(name.toLowerCase()));
}

function rankOf({ text, label, names, tags }: Emoji, query: string): number | undefined {
  if (names.includes(query) || text === query) return 0;
  if (names.some((name) => name.startsWith(query))) return 1;
  const words = label.toLowerCase().split(/[\s:,-]+/);
  if (words.some((word) => word.startsWith(query))) return 2;
  if (tags.some((tag) => tag.toLowerCase().startsWith(query))) return 3;
  return names.some((name) => name.includes(query)) ? 4 : undefined;
}
