/** What a browser fetches before the page shows something. Of ours alone: the others have no page. */
import { gzipSync } from "node:zlib";
import { startLeanServer } from "../../support/server.ts";
import { confab } from "../subjects/confab.ts";
import type { Scenario } from "./scenario.ts";

/** Scripts, styles and what is fetched ahead for them; not the icon, which nothing waits for. */
const LINKED = /<(?:script[^>]*? src|link[^>]*? rel="(?:modulepreload|stylesheet|preload)"[^>]*? href)="([^"]+)"/g;

export const firstLoad: Scenario = {
  name: "first-load",
  title: "the first load of the page",
  async run({ subject }) {
    if (subject.name !== confab.name) return [];
    const server = await startLeanServer();
    try {
      const page = await fetched(`${server.origin}/`);
      const paths = [...page.toString("utf8").matchAll(LINKED)].flatMap(([, path]) => path ?? []);
      if (paths.length === 0) throw new Error("The page names no script.");
      const files = await Promise.all(paths.map((path) => fetched(new URL(path, server.origin).href)));
      const bytes = [page, ...files].reduce((sum, file) => sum + gzipSync(file).length, 0);
      const figures = { kilobytes: bytes / 1024, requests: 1 + files.length };
      const nothing = { wrong: 0, generator: 0, generatorDelayMs: 0, stolen: 0, kept: 1, slices: 1 };
      return [{ scenario: firstLoad.name, load: "first load", subject: subject.name, figures, ...nothing }];
    } finally {
      await server.stop();
    }
  },
};

async function fetched(url: string): Promise<Buffer> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}.`);
  return Buffer.from(await answer.arrayBuffer());
}
