import { cloudflare } from "@cloudflare/vite-plugin";
import preact from "@preact/preset-vite";
import { defineConfig, type UserConfig } from "vite";
import { slimEmoji } from "./web/build/slim-emoji.ts";

const config: UserConfig = {
  root: "web",
  // No names of components and hooks in what people download; the development server has them.
  plugins: [slimEmoji(), preact({ devToolsEnabled: false }), cloudflare({ configPath: "../wrangler.toml" })],
  build: {
    outDir: "../dist",
    emptyOutDir: true,
    target: "es2022",
    // Every browser that has `light-dark()` has `modulepreload` too.
    modulePreload: { polyfill: false },
    // As a file, never as `data:`: the content security policy is simpler, and the browser may keep it.
    assetsInlineLimit: 0,
  },
};

export default defineConfig(({ command }) => {
  // A build is for people, also where a test asks for it: with NODE_ENV "test" it would hold the paths of its sources.
  if (command === "build") process.env["NODE_ENV"] = "production";
  return config;
});
