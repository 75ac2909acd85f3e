import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";

// Tests sign with a secret of their own: no .dev.vars is needed to run them, and none can leak into them.
const TEST_AUTH_SECRET = "dGVzdHMtc2lnbi13aXRoLXRoaXMtYW5kLW5vdGhpbmctZWxzZQ";

// Scenes act faster than people do. A test of a limit sets the limit it is about.
const RAISED_LIMITS = {
  SEND_PER_SECOND: 1_000,
  SEND_BURST: 10_000,
  AUTH_PER_MINUTE: 10_000,
  SOCKETS_PER_USER: 1_000,
  TICKETS_PER_MINUTE: 10_000,
  SEARCHES_PER_MINUTE: 10_000,
  HISTORY_PER_MINUTE: 10_000,
};

// One more than there are cores: most files wait for a server half of their time.
const BESIDE_EACH_OTHER = {
  maxWorkers: availableParallelism() + 1,
  sequence: { groupOrder: 1 },
};

// The first one may have to build.
const WITH_A_SERVER = { testTimeout: 60_000, hookTimeout: 120_000 };

async function migrationsIn(directory: string) {
  return existsSync(directory) ? await readD1Migrations(directory) : [];
}

export default defineConfig({
  test: {
    // The Worker logs every request; that is worth reading where a test failed.
    silent: "passed-only",
    projects: [
      {
        test: {
          name: "unit",
          // Modules without a state of their own: a worker each would take longer than the tests.
          isolate: false,
          environment: "node",
          include: ["test/unit/**/*.test.ts", "test/web/**/*.test.{ts,tsx}"],
          ...BESIDE_EACH_OTHER,
          // Some go through thousands of cases, beside a browser that wants the processor too.
          testTimeout: 30_000,
        },
      },
      {
        plugins: [
          cloudflareTest(async () => ({
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: {
              bindings: {
                ...RAISED_LIMITS,
                AUTH_SECRET: TEST_AUTH_SECRET,
                TEST_RECORD_MIGRATIONS: await migrationsIn("migrations/record"),
                TEST_SEARCH_MIGRATIONS: await migrationsIn("migrations/search"),
              },
            },
          })),
        ],
        test: {
          name: "worker",
          // One runtime for all files of a worker; test/worker/setup.ts empties it between them.
          isolate: false,
          include: ["test/worker/**/*.test.ts"],
          setupFiles: existsSync("test/worker/setup.ts") ? ["./test/worker/setup.ts"] : [],
          // What is said is found within two seconds (H46): more than vitest has patience for.
          expect: { poll: { timeout: 5_000 } },
          ...BESIDE_EACH_OTHER,
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: "server",
          environment: "node",
          include: ["test/setup/**/*.test.ts", "test/protocol/**/*.test.ts", "test/chaos/**/*.test.ts"],
          ...BESIDE_EACH_OTHER,
          ...WITH_A_SERVER,
        },
      },
      {
        test: {
          name: "page",
          environment: "node",
          include: ["test/e2e/**/*.test.ts"],
          // A browser needs a core of its own: two at a time measure each other.
          fileParallelism: false,
          // Nothing here is about time, and vitest's own second is over before a page is there on a busy machine.
          expect: { poll: { timeout: 15_000 } },
          sequence: { groupOrder: 2 },
          ...WITH_A_SERVER,
        },
      },
    ],
  },
});
