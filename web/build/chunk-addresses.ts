import type { Plugin } from "vite";

const TEXTS = /\/web\/i18n\/(\w+)\/(\w+)\.ts$/;
/** What stands behind the start, by where it leads. */
const SCREENS = { in: /\/web\/(signed-in\.tsx|browser\/kept-store\.ts)$/, out: /\/web\/components\/Door\.tsx$/ };

/** Chunks that hold the texts of a language are called by it: `texts-ar-room`. */
export function nameChunks({ facadeModuleId }: { facadeModuleId?: string | null }): string {
  const [, language, part] = TEXTS.exec(facadeModuleId ?? "") ?? [];
  if (language === undefined) return "assets/[name]-[hash].js";
  return `assets/texts-${language}-${part === "index" ? "start" : part}-[hash].js`;
}

/**
 * Tells `before-paint.js` where the texts are, by language, and the screens that stand behind the start, for whoever is in
 * and for whoever is out, so that they come beside the code and not after it. Only in a build: the development server has
 * no chunks.
 */
export function tellAddresses(): Plugin {
  return {
    name: "tell-addresses",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler: (html, { bundle = {} }) => {
        const told = new Map<string, string[]>();
        const tell = (name: string, files: readonly string[]) => told.set(name, [...(told.get(name) ?? []), ...files]);
        for (const file of Object.values(bundle)) {
          if (file.type !== "chunk") continue;
          const about = file.facadeModuleId ?? "";
          const [, language, part] = TEXTS.exec(about) ?? [];
          if (part === "index") tell(`${language}-start`, [file.fileName]);
          if (part === "room") tell(`${language}-room`, [file.fileName]);
          for (const [where, screen] of Object.entries(SCREENS)) {
            // What the page has from the start is asked for already.
            if (screen.test(about))
              tell(
                where,
                [file.fileName, ...file.imports].filter((name) => !html.includes(name)),
              );
          }
        }
        const attributes = [...told].map(
          ([name, files]) => `data-${name}="${files.map((each) => `/${each}`).join(" ")}"`,
        );
        return html.replace('src="/before-paint.js"', (script) => [script, ...attributes.sort()].join(" "));
      },
    },
  };
}
