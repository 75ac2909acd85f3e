/** Groups that had news while no device of this person was connected: they say no more until they hear that one is. */
export class Missed {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec("create table if not exists missed (room_id text primary key) without rowid");
  }

  add(roomId: string): void {
    this.#sql.exec("insert or ignore into missed (room_id) values (?)", roomId);
  }

  /**
   * Somebody is here: the groups may speak again. One that cannot be reached is told by the next call.
   * @returns whether all were told
   */
  async tell(listens: (roomId: string) => Promise<void>): Promise<boolean> {
    const rows = this.#sql.exec<{ roomId: string }>("select room_id as roomId from missed").toArray();
    const told = rows.map(async ({ roomId }) => {
      // First: what is missed from now on is noted anew.
      this.#sql.exec("delete from missed where room_id = ?", roomId);
      try {
        await listens(roomId);
        return true;
      } catch {
        this.add(roomId);
        return false;
      }
    });
    return !(await Promise.all(told)).includes(false);
  }
}
