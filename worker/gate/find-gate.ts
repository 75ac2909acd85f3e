import { createHmac } from "node:crypto";
import { type Env, secretsOf } from "../env.ts";
import type { Gate } from "./gate.ts";

/**
 * The gate of an address, a name or an account.
 *
 * The object is called by a keyed digest: what people type where a name belongs is sometimes their password, and what an object is called is
 * stored and shown to operators. Another secret is another digest, so replacing it forgets what was counted.
 */
export function findGate(env: Env, name: string): DurableObjectStub<Gate> {
  const [secret = ""] = secretsOf(env);
  return env.GATE.getByName(createHmac("sha256", secret).update(name).digest("hex"));
}
