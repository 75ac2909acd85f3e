import type { Plugin } from "vite";

const TEXTS = /\/web\/i18n\/(\w+)\/(\w+)\.ts$/;

/** Chunks that hold the texts of a language are called by it: `texts-ar-room`. */
export function nameTexts({ facadeModuleId }: { facadeModuleId?: string | null }): string {
  const [, language, part] = TEXTS.exec(facadeModuleId ?? "") ?? [];
  if (language === undefined) return "assets/[name]-[hash].js";
  return `assets/texts-${language}-${part === "index" ? "start" : part}-[hash].js`;
}

/**
 * Tells `before-paint.js` where the texts are that the page begins with, by language, so that they come beside the code
 * and not after it. Only in a build: the development server has no chunks.
 */
export function tellTexts(): Plugin {
  return {
    name: "tell-texts",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler: (html, { bundle = {} }) => {
        const told = Object.values(bundle).flatMap((file) => {
          const [, language, part] = (file.type === "chunk" && TEXTS.exec(file.facadeModuleId ?? "")) || [];
          return part === "index" ? [`data-${language}="/${file.fileName}"`] : [];
        });
        return html.replace('src="/before-paint.js"', (script) => [script, ...told.sort()].join(" "));
      },
    },
  };
}
