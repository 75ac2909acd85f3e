import { cloudflare } from "@cloudflare/vite-plugin";
import preact from "@preact/preset-vite";
import { defineConfig } from "vite";

export default defineConfig({
  root: "web",
  plugins: [preact(), cloudflare({ configPath: "../wrangler.toml" })],
  build: { outDir: "../dist", emptyOutDir: true, target: "es2022" },
});
