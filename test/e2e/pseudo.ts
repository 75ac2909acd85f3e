/**
 * A language that nobody speaks, to find what was never put into a catalogue: English with accents on every letter, 40 %
 * longer, in brackets. It takes the place of Japanese, whose dates, plurals and names of emoji have no Latin letters
 * either, and it is made here: nothing of it is in the page that people get.
 */
import { globSync } from "node:fs";
import { basename } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { inProject } from "../../scripts/project.ts";
import type { Entry } from "../../web/i18n/catalogue.ts";
import { texts as english } from "../../web/i18n/en/index.ts";

const ACCENTED = "àƀçđéƒğĥîĵķļɱñöþǫŕšţûṽŵẋýž";
const PADDING = "öñé ţŵö ţĥŕéé ƒöûŕ ƒîṽé šîẋ ";

/** A context with `locale: "ja"` speaks it from then on. */
export async function speakPseudo(context: BrowserContext): Promise<void> {
  const { start, ...later } = english;
  const parts = Object.keys(later).map((part) => `${part}: () => import("./${chunkOf(part)}")`);
  const bodies = new Map([
    [chunkOf("start"), `export const texts = { start: ${JSON.stringify(pseudo(start))}, ${parts.join(", ")} };`],
  ]);
  for (const [part, load] of Object.entries(later)) {
    const { entries } = await load();
    bodies.set(chunkOf(part), `export const entries = ${JSON.stringify(pseudo(entries))};`);
  }
  await context.route("**/assets/texts-*.js", async (route) => {
    const body = bodies.get(basename(new URL(route.request().url()).pathname));
    // Another language beside the one that is read would be a fault, too.
    if (body === undefined) await route.abort();
    else await route.fulfill({ body, contentType: "text/javascript" });
  });
}

/**
 * What can be read or heard on the page and is neither from the catalogue nor somebody's: anything with a Latin letter.
 * People of such a scene are called `pseudo_…`, and say nothing in Latin letters.
 */
export function hardCodedOn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    // What is typed as it is, what stands on keys, names of emoji, and languages as they call themselves.
    const APART = "script, style, noscript, code, kbd, .search-operator, .picker-grid, body [lang]";
    // Usernames, what a device and this product are called, and operators inside of sentences.
    const NAMES = /pseudo_\w+|\b(Chrome|Linux|Confab)\b|\b(from|on):/g;
    const LABELS = [
      "aria-label",
      "aria-description",
      "aria-roledescription",
      "aria-valuetext",
      "title",
      "placeholder",
      "alt",
    ];
    const said: string[] = [`title: ${document.title}`];
    for (const element of document.body.querySelectorAll("*")) {
      if (element.closest(APART) !== null) continue;
      const where = `<${element.localName} class="${element.getAttribute("class") ?? ""}">`;
      const labels = LABELS.flatMap((name) => element.getAttribute(name) ?? []);
      const texts = [...element.childNodes].flatMap((node) =>
        node.nodeType === Node.TEXT_NODE ? (node.textContent ?? "") : [],
      );
      said.push(...[...labels, ...texts].map((text) => `${where}: ${text}`));
    }
    return said.filter((text) => /[A-Za-z]/.test(text.slice(text.indexOf(": ")).replace(NAMES, "")));
  });
}

function chunkOf(part: string): string {
  const [file] = globSync(`dist/client/assets/texts-ja-${part}-*.js`, { cwd: inProject() });
  if (file === undefined) throw new Error(`no chunk has the part ${part} of the texts in Japanese`);
  return basename(file);
}

function pseudo(entries: Readonly<Record<string, Entry>>): Record<string, Entry> {
  const pairs = Object.entries(entries).map(([key, entry]): [string, Entry] => [
    key,
    typeof entry === "string" ? pseudoText(entry) : { other: pseudoText(entry.other) },
  ]);
  return Object.fromEntries(pairs);
}

function pseudoText(text: string): string {
  const accented = text
    .split(/(\{\w+\})/)
    .map((piece, index) => (index % 2 === 1 ? piece : piece.replace(/[a-z]/gi, accentOf)))
    .join("");
  const more = Math.ceil(text.length * 0.4);
  return `[${accented} ${PADDING.repeat(Math.ceil(more / PADDING.length)).slice(0, more)}]`;
}

function accentOf(letter: string): string {
  const accent = ACCENTED[letter.toLowerCase().charCodeAt(0) - 97] ?? letter;
  return letter === letter.toLowerCase() ? accent : accent.toUpperCase();
}
