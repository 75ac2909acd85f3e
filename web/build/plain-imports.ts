import type { Plugin } from "vite";

/**
 * Fetches code that comes later by `import()` alone. All styles come with the page and nothing is preloaded, so that the bundler's
 * helper, which does both around each import, would have nothing to do but be a part of every page.
 */
export function plainImports(): Plugin {
  return {
    name: "plain-imports",
    apply: "build",
    transform: (_source, file) =>
      file.includes("vite/preload-helper") ? "export const __vitePreload = (load) => load();" : undefined,
  };
}
