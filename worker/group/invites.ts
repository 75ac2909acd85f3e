import { notFound, ProtocolError } from "../errors.ts";
import { newId } from "../ids.ts";
import { type Invite, type InviteInput, LIMITS } from "../protocol.ts";

const TABLE = `create table if not exists invites (
  code text primary key, created_by text not null, created_at integer not null, expires_at integer, uses_left integer
) without rowid`;

/** The invites of one group that still let somebody in. A code names its group: whoever has it can be led to the right object. */
export class Invites {
  readonly #sql: SqlStorage;
  readonly #roomId: string;

  constructor(sql: SqlStorage, roomId: string) {
    this.#sql = sql;
    this.#roomId = roomId;
  }

  /** @throws `conflict` where there are too many */
  make(createdBy: string, { expiresInMs, uses }: InviteInput, now: number): Invite {
    this.#sql.exec(TABLE);
    this.#sweep(now);
    if (this.list(now).length >= LIMITS.invitesPerGroup) {
      throw new ProtocolError("conflict", `A group has at most ${LIMITS.invitesPerGroup} invites: revoke one first.`);
    }
    const code = `${this.#roomId.slice("group:".length)}-${newId()}`;
    const expiresAt = expiresInMs === undefined ? null : now + expiresInMs;
    this.#sql.exec("insert into invites values (?, ?, ?, ?, ?)", code, createdBy, now, expiresAt, uses ?? null);
    return this.find(code, now);
  }

  /** As it was elsewhere. Again changes nothing. */
  take({ code, createdBy, createdAt, expiresAt, usesLeft }: Invite): void {
    this.#sql.exec(TABLE);
    this.#sql.exec(
      "insert or replace into invites values (?, ?, ?, ?, ?)",
      code,
      createdBy,
      createdAt,
      expiresAt ?? null,
      usesLeft ?? null,
    );
  }

  /** The newest first. */
  list(now: number): Invite[] {
    this.#sql.exec(TABLE);
    return this.#rows("where (expires_at is null or expires_at > ?) order by created_at desc, code", now);
  }

  /** @throws `not_found` where it lets nobody in any more */
  find(code: string, now: number): Invite {
    this.#sql.exec(TABLE);
    const [invite] = this.#rows("where code = ? and (expires_at is null or expires_at > ?)", code, now);
    if (!invite) throw notFound();
    return invite;
  }

  /** One more has come in by it. The last use takes it away. */
  spend({ code, usesLeft }: Invite): void {
    if (usesLeft === undefined) return;
    if (usesLeft > 1) this.#sql.exec("update invites set uses_left = uses_left - 1 where code = ?", code);
    else this.revoke(code);
  }

  revoke(code: string): void {
    this.#sql.exec(TABLE);
    this.#sql.exec("delete from invites where code = ?", code);
  }

  clear(): void {
    this.#sql.exec("drop table if exists invites");
  }

  #sweep(now: number): void {
    this.#sql.exec("delete from invites where expires_at <= ?", now);
  }

  #rows(condition: string, ...values: SqlStorageValue[]): Invite[] {
    const rows = this.#sql.exec<{
      code: string;
      createdBy: string;
      createdAt: number;
      expiresAt: number | null;
      usesLeft: number | null;
    }>(
      `select code, created_by as createdBy, created_at as createdAt, expires_at as expiresAt, uses_left as usesLeft
       from invites ${condition}`,
      ...values,
    );
    return Array.from(rows, ({ expiresAt, usesLeft, ...invite }) => ({
      ...invite,
      roomId: this.#roomId,
      ...(expiresAt === null ? {} : { expiresAt }),
      ...(usesLeft === null ? {} : { usesLeft }),
    }));
  }
}

/** The group that an invite would lead to; `undefined` for what is no code. */
export function invitedRoomId(code: string): string | undefined {
  const id = /^([a-z0-9]{1,64})-[a-z2-7]{16}$/.exec(code)?.[1];
  return id === undefined ? undefined : `group:${id}`;
}
