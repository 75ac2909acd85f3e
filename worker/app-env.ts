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
  };
}
export type AppContext = Context<App>;
