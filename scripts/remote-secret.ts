/** The secret of the deployed Worker. Cloudflare keeps it and shows it to nobody, and neither do we. */
import { rmSync } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { array, looseObject, safeParse, string } from "valibot";
import { newSecret } from "./auth-secret.ts";
import { inProject } from "./project.ts";
import { Refusal } from "./refusal.ts";
import { errorIn, jsonIn, runWrangler } from "./wrangler.ts";

const Secrets = array(looseObject({ name: string() }));
// As wrangler says it, and the code of Cloudflare's own answer.
const NO_WORKER = /Worker "[^"]*" not found|\[code: 10007\]/;

const SEVERAL_ACCOUNTS = /More than one account/;

/** What the account has of this Worker: nothing, or the Worker, with or without its secret. @throws Refusal where that cannot be seen */
export async function findRemote(): Promise<"nothing" | "worker" | "worker with secret"> {
  const { code, output } = await runWrangler(["secret", "list", "--format", "json", "-c", inProject("wrangler.toml")]);
  if (code !== 0 && NO_WORKER.test(output)) return "nothing";
  const secrets = safeParse(Secrets, jsonIn(output));
  if (code !== 0 && SEVERAL_ACCOUNTS.test(output)) {
    throw new Refusal(
      "There is more than one Cloudflare account: name one by CLOUDFLARE_ACCOUNT_ID (npx wrangler whoami).",
    );
  }
  if (code !== 0 || !secrets.success) {
    throw new Refusal(`The secrets of the Worker cannot be listed: ${errorIn(output)}`);
  }
  return secrets.output.some((secret) => secret.name === "AUTH_SECRET") ? "worker with secret" : "worker";
}

/** A file for wrangler to read, in a folder that only this account may open, gone afterwards, however it ends. */
export async function withNewSecretFile(work: (file: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "confab-secret-"));
  const file = join(folder, "secrets.json");
  const forget = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", forget);
  // Told to stop, Node would not come to that.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(1));
  try {
    await writeFile(file, JSON.stringify({ AUTH_SECRET: newSecret() }), { mode: 0o600 });
    await work(file);
  } finally {
    forget();
  }
}
