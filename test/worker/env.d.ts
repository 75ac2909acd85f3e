declare namespace Cloudflare {
  interface Env extends ConfabEnv {
    TEST_RECORD_MIGRATIONS: import("cloudflare:test").D1Migration[];
    TEST_SEARCH_MIGRATIONS: import("cloudflare:test").D1Migration[];
  }
  interface GlobalProps {
    mainModule: typeof import("../../worker/index.ts");
  }
}
type ConfabEnv = import("../../worker/env.ts").Env;
