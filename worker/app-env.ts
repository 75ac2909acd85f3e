import type { Context } from "hono";
import type { Database } from "./db/database.ts";
import type { Env } from "./env.ts";

/** What every handler of the app has at hand. */
export interface App {
  Bindings: Env;
  Variables: {
    db: Database;
    requestId: string;
    /** For the log; set once the caller is known. */
    userId?: string;
    /** The whole body of the request, or none of what is longer than any may be. */
    body: Body;
  };
}
export type AppContext = Context<App>;

export interface Body {
  chunks: readonly Uint8Array[];
  /** In bytes, also of what was not kept. */
  length: number;
}

/** Does `work` and lets it come to its end also where the caller hangs up meanwhile: half of it would be worse than none. */
export function toTheEnd<T>(c: AppContext, work: () => Promise<T>): Promise<T> {
  const done = work();
  c.executionCtx.waitUntil(done.catch(() => undefined));
  return done;
}
