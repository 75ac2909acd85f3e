/** Groups that had news while no device of this person was connected: they say no more until they hear that one is. */
export class Missed {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec("create table if not exists missed (room_id text primary key, times integer not null) without rowid");
  }

  add(roomId: string): void {
    this.#sql.exec(
      "insert into missed (room_id, times) values (?, 1) on conflict (room_id) do update set times = times + 1",
      roomId,
    );
  }

  /**
   * Somebody is here: the groups may speak again. One that cannot be reached is told by the next call.
   * @returns whether all were told
   */
  async tell(listens: (roomId: string) => Promise<void>): Promise<boolean> {
    const rows = this.#sql
      .exec<{ roomId: string; times: number }>("select room_id as roomId, times from missed")
      .toArray();
    const told = rows.map(async ({ roomId, times }) => {
      try {
        await listens(roomId);
        // Only when it is told, and not what was missed since.
        this.#sql.exec("delete from missed where room_id = ? and times = ?", roomId, times);
        return true;
      } catch {
        return false;
      }
    });
    return !(await Promise.all(told)).includes(false);
  }
}
