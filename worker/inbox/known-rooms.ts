import { logError } from "../log.ts";
import { GLOBAL_ROOM_ID } from "../protocol.ts";
import type { SocketStore } from "./socket-count.ts";

const ALL = `select id from rooms union select '${GLOBAL_ROOM_ID}'`;

/**
 * The rooms that a person ever opened or wrote in, so that what concerns the person everywhere reaches all of them. One row for each room,
 * written once, with room for how many sockets it may have. The global room is everybody's and needs none.
 */
export class KnownRooms<R> implements SocketStore {
  readonly #sql: SqlStorage;
  readonly #room: (roomId: string) => R;

  constructor(sql: SqlStorage, room: (roomId: string) => R) {
    this.#sql = sql;
    this.#room = room;
    sql.exec(
      "create table if not exists rooms (id text primary key, sockets integer not null default 0) without rowid",
    );
  }

  remember(roomId: string): void {
    if (roomId === GLOBAL_ROOM_ID) return;
    this.#sql.exec("insert into rooms (id) values (?) on conflict (id) do nothing", roomId);
  }

  /** By id, from the one after `afterRoomId` on. */
  list(afterRoomId: string, limit: number): string[] {
    const rows = this.#sql.exec<{ id: string }>(
      `select id from (${ALL}) where id > ? order by id limit ?`,
      afterRoomId,
      limit,
    );
    return Array.from(rows, ({ id }) => id);
  }

  forgetAll(): void {
    this.#sql.exec("delete from rooms");
  }

  /** Rooms that may have sockets, and how many at most. */
  *load(): Generator<[string, number]> {
    const rows = this.#sql.exec<{ id: string; sockets: number }>("select id, sockets from rooms where sockets > 0");
    for (const { id, sockets } of rows) yield [id, sockets];
  }

  save(roomId: string, sockets: number): void {
    this.#sql.exec(
      "insert into rooms (id, sockets) values (?, ?) on conflict (id) do update set sockets = excluded.sockets",
      roomId,
      sockets,
    );
  }

  /** A room that is just being replaced is asked again; the others must not miss it for that. Returns whether all were reached. */
  async tellAll(call: (room: R) => Promise<void>): Promise<boolean> {
    const ids = this.#sql.exec<{ id: string }>(ALL).toArray();
    const calls = ids.map(async ({ id }) => {
      try {
        await call(this.#room(id)).catch(() => call(this.#room(id)));
        return true;
      } catch (error) {
        logError("room not reached", error, { roomId: id });
        return false;
      }
    });
    return !(await Promise.all(calls)).includes(false);
  }
}
