/** The secret of the deployed Worker. Cloudflare keeps it and shows it to nobody, and neither do we. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { array, looseObject, safeParse, string } from "valibot";
import { newSecret } from "./auth-secret.ts";
import { inProject } from "./project.ts";
import { runWrangler } from "./wrangler.ts";

const Secrets = array(looseObject({ name: string() }));

/** `false` too where there is no Worker yet. */
export async function hasRemoteSecret(): Promise<boolean> {
  const { code, output } = await runWrangler(["secret", "list", "--format", "json", "-c", inProject("wrangler.toml")]);
  if (code !== 0) return false;
  const secrets = safeParse(Secrets, JSON.parse(output.slice(output.indexOf("["))));
  return secrets.success && secrets.output.some((secret) => secret.name === "AUTH_SECRET");
}

/** A file for wrangler to read, in a folder that only this account may open, gone afterwards. */
export async function withNewSecretFile(work: (file: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "confab-secret-"));
  const file = join(folder, "secrets.json");
  try {
    await writeFile(file, JSON.stringify({ AUTH_SECRET: newSecret() }), { mode: 0o600 });
    await work(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
