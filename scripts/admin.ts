/** `npm run admin`: what an operator does beside the page. */
import { admin } from "./admin/main.ts";
import { run } from "./refusal.ts";

await run(() => admin(process.argv.slice(2)));
