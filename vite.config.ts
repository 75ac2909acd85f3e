import { cloudflare } from "@cloudflare/vite-plugin";
import preact from "@preact/preset-vite";
import { defineConfig, type UserConfig } from "vite";
import { serviceWorker } from "./web/build/service-worker.ts";
import { slimEmoji } from "./web/build/slim-emoji.ts";

// What every page begins with, as one file: the bundler would cut it up along the edges of what is fetched later, and pieces
// compress worse than the whole.
const START =
  /web\/i18n\/(en|translate)\.ts|web\/client\/(api-error|query-text)\.ts|components\/(Icon\.tsx|use-title\.ts)|worker\/(protocol|visible-name)|node_modules\/(valibot|preact|@preact\/signals)\//;

// By their whole names: a single letter is also what minified libraries call functions that do something.
const MAKERS =
  "array boolean check custom literal maxLength maxValue minLength minValue nullable number object optional picklist pipe record regex safeInteger string transform tuple unknown variant";
const MAKING_SCHEMAS = [...MAKERS.split(" ").map((maker) => `v.${maker}`), "textOf", "nameOf"];

const config: UserConfig = {
  root: "web",
  // No names of components and hooks in what people download; the development server has them.
  plugins: [
    slimEmoji(),
    preact({ devToolsEnabled: false }),
    cloudflare({ configPath: "../wrangler.toml" }),
    serviceWorker(),
  ],
  build: {
    outDir: "../dist",
    emptyOutDir: true,
    target: "es2022",
    // Every browser that has `light-dark()` has `modulepreload` too.
    modulePreload: { polyfill: false },
    // As a file, never as `data:`: the content security policy is simpler, and the browser may keep it.
    assetsInlineLimit: 0,
  },
  environments: {
    client: {
      build: {
        rolldownOptions: {
          // Making a schema does nothing but make it: those that nobody in the page uses stay out. To say the same of reading properties
          // would save a little more, and take away the reading of signals by which a part of the page follows them.
          treeshake: { manualPureFunctions: MAKING_SCHEMAS },
          output: { codeSplitting: { groups: [{ name: "start", test: START }] } },
        },
      },
    },
  },
};

export default defineConfig(({ command }) => {
  // A build is for people, also where a test asks for it: with NODE_ENV "test" it would hold the paths of its sources.
  if (command === "build") process.env["NODE_ENV"] = "production";
  return config;
});
