import { applyD1Migrations, reset } from "cloudflare:test";
import { env } from "cloudflare:workers";

// Files share a runtime, which takes longer to start than most of them run; each begins with nothing stored.
// The audit log lets nobody empty it.
for (const trigger of ["audit_is_never_changed", "audit_is_never_shortened"]) {
  await env.DB.exec(`drop trigger if exists ${trigger}`);
}
await reset();
await applyD1Migrations(env.DB, env.TEST_RECORD_MIGRATIONS);
await applyD1Migrations(env.SEARCH, env.TEST_SEARCH_MIGRATIONS);
