import { type DrizzleD1Database, drizzle } from "drizzle-orm/d1";

/** The record, as the queries of this folder take it. */
export type Database = DrizzleD1Database & { $client: D1Database };

/** The same for the same binding. */
export const openDatabase: (binding: D1Database) => Database = onceFor((binding) => drizzle(binding));

/**
 * A query with placeholders, for what is asked with nearly every call: putting one together takes longer than sending it.
 * @returns the query as it was prepared for that database
 */
export function preparedOnce<Query>(prepare: (db: Database) => Query): (db: Database) => Query {
  return onceFor(prepare);
}

function onceFor<Key extends object, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new WeakMap<Key, Value>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = make(key);
    made.set(key, value);
    return value;
  };
}
