import { and, eq, gt } from "drizzle-orm";
import type { Database } from "./database.ts";
import { operatorKeys } from "./schema.ts";

/** Whether somebody who can write into the record has put a key there that has this hash. */
export async function isOperatorKey(db: Database, keyHash: string, now: number): Promise<boolean> {
  const [row] = await db
    .select({ keyHash: operatorKeys.keyHash })
    .from(operatorKeys)
    .where(and(eq(operatorKeys.keyHash, keyHash), gt(operatorKeys.expiresAt, now)));
  return row !== undefined;
}
