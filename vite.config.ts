import { cloudflare } from "@cloudflare/vite-plugin";
import preact from "@preact/preset-vite";
import { defineConfig, type UserConfig } from "vite";
import { nameChunks, tellAddresses } from "./web/build/chunk-addresses.ts";
import { plainImports } from "./web/build/plain-imports.ts";
import { pureSchemas } from "./web/build/pure-schemas.ts";
import { serviceWorker } from "./web/build/service-worker.ts";
import { slimEmoji } from "./web/build/slim-emoji.ts";
import { slimSchemas } from "./web/build/slim-schemas.ts";
import { slimSockets } from "./web/build/slim-sockets.ts";

// What every page begins with, as one file: the bundler would cut it up along the edges of what is fetched later, and pieces
// compress worse than the whole. With main.tsx comes what it imports.
const START =
  /web\/(main\.tsx|client\/(api-error|query-text)\.ts|components\/use-title\.ts)|node_modules\/(valibot|preact|@preact\/signals)\//;
// The conversations, likewise, with what they import beside that.
const SIGNED_IN = /web\/signed-in\.tsx/;
// What every session fetches once the conversation stands, whatever it goes on to do: as one file, with all that it imports beside those.
const SOON = /web\/components\/(later|actions|asides|ReportDialog)\.tsx?$/;
// What the device kept of the conversations: asked for beside the first code (web/build/chunk-addresses.ts), and so without the rest.
const KEPT = /web\/browser\/kept-store\.ts/;
// What forms are made of, which several screens share: one file, not one for each field. Without what the start has.
const FORMS =
  /web\/components\/(Field|PasswordField|FormFault)\.tsx|lucide\/dist\/esm\/icons\/eye|worker\/(protocol\/written|visible-name)\.ts/;
// The parts of the contract that only screens beside the conversations speak; the door asks by one what the community is called.
const SCREENS = /worker\/protocol\/(moderation|screen-answers)\.ts/;

const config: UserConfig = {
  root: "web",
  // No names of components and hooks in what people download; the development server has them.
  plugins: [
    pureSchemas(),
    slimEmoji(),
    slimSchemas(),
    slimSockets(),
    plainImports(),
    tellAddresses(),
    preact({ devToolsEnabled: false }),
    cloudflare({ configPath: "../wrangler.toml" }),
    serviceWorker(),
  ],
  build: {
    outDir: "../dist",
    emptyOutDir: true,
    target: "es2022",
    // What is fetched later is a file or two each time; the list of all their names would be a part of every page.
    modulePreload: false,
    // main.tsx has them all.
    cssCodeSplit: false,
    // As a file, never as `data:`: the content security policy is simpler, and the browser may keep it.
    assetsInlineLimit: 0,
  },
  environments: {
    client: {
      build: {
        rolldownOptions: {
          // It would save a request for what several screens share by having all of it go through one more file.
          experimental: { chunkOptimization: false },
          // The contract is made of values and schemas: nothing happens by reading it.
          treeshake: { moduleSideEffects: [{ test: /\/worker\//, sideEffects: false }] },
          output: {
            chunkFileNames: nameChunks,
            codeSplitting: {
              groups: [
                { name: "start", test: START, priority: 3 },
                { name: "signed-in", test: SIGNED_IN, priority: 2 },
                { name: "soon", test: SOON, priority: 1 },
                { name: "kept", test: KEPT, priority: 4, includeDependenciesRecursively: false },
                { name: "answers", test: SCREENS, priority: 4, includeDependenciesRecursively: false },
                { name: "forms", test: FORMS, priority: 4, includeDependenciesRecursively: false },
              ],
            },
          },
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
