import type { Plugin } from "vite";

const TEXTS = /\/web\/i18n\/(\w+)\/(\w+)\.ts$/;
const DOOR = /\/web\/components\/AuthScreen\.tsx$/;

/** Chunks that hold the texts of a language are called by it: `texts-ar-room`. */
export function nameChunks({ facadeModuleId }: { facadeModuleId?: string | null }): string {
  const [, language, part] = TEXTS.exec(facadeModuleId ?? "") ?? [];
  if (language === undefined) return "assets/[name]-[hash].js";
  return `assets/texts-${language}-${part === "index" ? "start" : part}-[hash].js`;
}

/**
 * Tells `before-paint.js` where the texts are that the page begins with, by language, and the screens at the door, so that
 * they come beside the code and not after it. Only in a build: the development server has no chunks.
 */
export function tellAddresses(): Plugin {
  return {
    name: "tell-addresses",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler: (html, { bundle = {} }) => {
        const told = Object.values(bundle).flatMap((file) => {
          if (file.type !== "chunk") return [];
          const about = file.facadeModuleId ?? "";
          const [, language, part] = TEXTS.exec(about) ?? [];
          if (part === "index") return [`data-${language}="/${file.fileName}"`];
          if (!DOOR.test(about)) return [];
          // What the page has from the start is asked for already.
          const files = [file.fileName, ...file.imports].filter((name) => !html.includes(name));
          return [`data-door="${files.map((name) => `/${name}`).join(" ")}"`];
        });
        return html.replace('src="/before-paint.js"', (script) => [script, ...told.sort()].join(" "));
      },
    },
  };
}
