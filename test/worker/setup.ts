import { applyD1Migrations, reset } from "cloudflare:test";
import { env } from "cloudflare:workers";

// Files share a runtime, which takes longer to start than most of them run; each begins with nothing stored.
await reset();
await applyD1Migrations(env.DB, env.TEST_RECORD_MIGRATIONS);
await applyD1Migrations(env.SEARCH, env.TEST_SEARCH_MIGRATIONS);
