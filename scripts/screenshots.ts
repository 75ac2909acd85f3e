/** `npm run screenshots`: screens of a seeded server of its own. What it takes besides the main ones, `--help` tells. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { execute, sqlText } from "./d1.ts";
import { freePort } from "./free-port.ts";
import { inProject } from "./project.ts";
import { run, wrongUse } from "./refusal.ts";
import { withBrowser } from "./screenshots/browser.ts";
import { takeMain, WHO } from "./screenshots/main-screens.ts";
import { takeOdd } from "./screenshots/odd-screens.ts";
import { takeForReadme } from "./screenshots/readme.ts";
import { connectApi } from "./seed/api.ts";
import { plant } from "./seed/plant.ts";
import { serveWhile } from "./serve-while.ts";

const USAGE = `npm run screenshots -- [--odd] [--readme]
  without   the main screens, light and dark, on a desk and on a phone, in two directions, into screenshots/
  --odd     what has no room or comes otherwise than one thinks, at 320, 390 and 1280 px, into screenshots/
  --readme  the three that README.md shows, into docs/screenshots/
  --help    this`;

await run(async () => {
  const { odd, readme, help } = readOptions(process.argv.slice(2));
  if (help) return console.log(USAGE);
  const stateDir = mkdtempSync(join(tmpdir(), "confab-screenshots-"));
  process.env["STATE_DIR"] = stateDir;
  const origin = `http://localhost:${await freePort()}`;
  const folder = inProject(...(readme ? ["docs", "screenshots"] : ["screenshots"]));
  mkdirSync(folder, { recursive: true });
  try {
    await serveWhile(origin, async () => {
      await plant(connectApi(origin));
      await execute({ stateDir }, `UPDATE users SET role = 'admin' WHERE username = ${sqlText(WHO)}`);
      const take = odd ? takeOdd : readme ? takeForReadme : takeMain;
      await withBrowser({ origin, stateDir }, folder, take);
    });
  } finally {
    rmSync(stateDir, { recursive: true, force: true });
  }
  console.log(`The pictures are in ${folder}.`);
});

/** @throws Refusal with 2 */
function readOptions(args: string[]) {
  const flag = { type: "boolean" } as const;
  try {
    return parseArgs({ args, options: { odd: flag, readme: flag, help: flag } }).values;
  } catch (error) {
    throw wrongUse(error instanceof Error ? error.message : String(error));
  }
}
