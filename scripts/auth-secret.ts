/** The secret that sessions are signed with: made once for local use, refused where the Worker would refuse it. */
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { secretProblem } from "../worker/auth/secret.ts";
import { inProject } from "./project.ts";
import { Refusal } from "./refusal.ts";

export const DEV_VARS = inProject(".dev.vars");

export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** Makes `.dev.vars` where there is none; refuses one whose secret would not do. Says whether it made one. */
export function prepareSecret(): boolean {
  if (existsSync(DEV_VARS)) {
    const { AUTH_SECRET } = parseEnv(readFileSync(DEV_VARS, "utf8"));
    const problem = secretProblem(AUTH_SECRET);
    if (problem)
      throw new Refusal(`AUTH_SECRET in .dev.vars ${problem}. Delete the file and npm start makes a good one.`);
    return false;
  }
  const text = `# Signs the sessions of this local server. Keep it out of git.\nAUTH_SECRET=${newSecret()}\n`;
  writeFileSync(DEV_VARS, text, { mode: 0o600, flag: "wx" });
  return true;
}

/** A secret may also come as `--var AUTH_SECRET:…`, which wins over the file. */
export function requireGoodSecretIn(args: string[]): void {
  for (const arg of args) {
    const value = /^(?:--var=)?AUTH_SECRET:(.*)$/s.exec(arg)?.[1];
    const problem = value === undefined ? undefined : secretProblem(value);
    if (problem) throw new Refusal(`AUTH_SECRET given by --var ${problem}. Leave it out to use the one in .dev.vars.`);
  }
}
