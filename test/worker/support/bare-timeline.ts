/** A room's timeline without the room around it: real storage, and a clock of one's own. */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { type Change, changed } from "../../../worker/room/change.ts";
import { Timeline } from "../../../worker/room/timeline.ts";

const alice = { id: "alice", username: "alice", displayName: "Alice" };
let rooms = 0;

interface Rows {
  written: number;
  read: number;
}

/** A timeline of its own on real storage, and what each call of `count` costs there. */
export async function onTimeline(
  scene: (timeline: Timeline, count: (work: () => unknown) => Rows, again: () => Timeline) => void,
) {
  const roomId = `dm:a${++rooms}:b`;
  await runInDurableObject(env.ROOM.getByName(roomId), (_, { storage }) => {
    const cursors: SqlStorageCursor<Record<string, SqlStorageValue>>[] = [];
    const sql = new Proxy(storage.sql, {
      get: (target, name) =>
        name !== "exec"
          ? Reflect.get(target, name, target)
          : (query: string, ...values: SqlStorageValue[]) => {
              const cursor = target.exec(query, ...values);
              cursors.push(cursor);
              return cursor;
            },
    });
    const open = () => new Timeline({ sql, transactionSync: (work) => storage.transactionSync(work) }, roomId);
    const count = (work: () => unknown) => {
      cursors.length = 0;
      work();
      return cursors.reduce<Rows>(
        (rows, { rowsWritten, rowsRead }) => ({ written: rows.written + rowsWritten, read: rows.read + rowsRead }),
        { written: 0, read: 0 },
      );
    };
    scene(open(), count, open);
  });
}

let ids = 0;
export function say(timeline: Timeline, now = Date.now()): void {
  timeline.append(alice, { id: `client-${++ids}`, body: "tea?" }, now);
}

/** @param before where the message comes from when the log has let go of it */
export function change(
  timeline: Timeline,
  wanted: Change,
  now = Date.now(),
  before = timeline.log.find(wanted.seq),
): void {
  if (!before) throw new Error(`no message ${wanted.seq}`);
  const after = changed(before.stored, wanted, { userId: "alice", mayModerate: false, mayPin: false }, now);
  if (after) timeline.change(before, after, now);
}
