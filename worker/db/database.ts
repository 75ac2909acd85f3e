import { type DrizzleD1Database, drizzle } from "drizzle-orm/d1";

/** The record, as the queries of this folder take it. */
export type Database = DrizzleD1Database & { $client: D1Database };

export function openDatabase(binding: D1Database): Database {
  return drizzle(binding);
}
