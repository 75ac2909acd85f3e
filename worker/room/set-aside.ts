/** The messages that the record refuses. They stay in the log, where history finds them, until it takes them. */
export class SetAside {
  readonly #sql: SqlStorage;
  readonly #seqs: Set<number>;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    this.#seqs = new Set(Array.from(sql.exec<{ seq: number }>("select seq from set_aside"), ({ seq }) => seq));
  }

  get seqs(): ReadonlySet<number> {
    return this.#seqs;
  }

  add(seq: number): void {
    if (this.#seqs.has(seq)) return;
    this.#sql.exec("insert into set_aside (seq) values (?)", seq);
    this.#seqs.add(seq);
  }

  /** The record has it now. Costs nothing for one that was never refused. */
  remove(seq: number): void {
    if (!this.#seqs.delete(seq)) return;
    this.#sql.exec("delete from set_aside where seq = ?", seq);
  }
}
