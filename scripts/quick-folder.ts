/** Where the files of servers go that are there for a test or a measurement. */
import { statfsSync } from "node:fs";
import { tmpdir } from "node:os";

const MEMORY = "/dev/shm";
// Many times what they were seen to take.
const ENOUGH_BYTES = 4 * 1024 ** 3;

/**
 * The local runtime waits for the disk at every message, and how long depends on who else uses it: in memory, where Linux has a folder for
 * that. In a container it may be a small one, which a browser needs for itself. `TMPDIR` is somebody's choice, and kept.
 */
export function quickFolder(): string {
  if (process.env["TMPDIR"] !== undefined) return tmpdir();
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize > ENOUGH_BYTES ? MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}
