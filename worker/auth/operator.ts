/**
 * The operator at the command line. They show that they can write into the record, which is more than any account may: a key whose
 * hash they put there, good for some hours at most.
 */
import type { Database } from "../db/database.ts";
import { isOperatorKey } from "../db/operator-keys.ts";

export const OPERATOR_PREFIX = "operator.";
/** 32 random bytes as base64url. */
const KEY = /^operator\.[A-Za-z0-9_-]{43}$/;

export async function isOperator(db: Database, token: string, now: number): Promise<boolean> {
  return KEY.test(token) && isOperatorKey(db, await hashOf(token), now);
}

/** How a secret that is random enough is kept: SHA-256, in hexadecimal. */
export async function hashOf(secret: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(secret));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
