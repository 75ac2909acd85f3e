import { resolve } from "node:path";
import { cloudflare } from "@cloudflare/vite-plugin";
import preact from "@preact/preset-vite";
import { defineConfig } from "vite";

// The folder that npm start uses too: relative paths would count from web/.
const stateDir = resolve(process.env["STATE_DIR"] ?? ".wrangler/state");

export default defineConfig({
  root: "web",
  plugins: [preact(), cloudflare({ configPath: "../wrangler.toml", persistState: { path: stateDir } })],
  build: { outDir: "../dist", emptyOutDir: true, target: "es2022" },
});
