/**
 * Loaded into wrangler before anything else. The channel closes when the process that started it is gone, even by
 * SIGKILL; without this, wrangler and workerd would stay behind and hold the port.
 */
process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));
