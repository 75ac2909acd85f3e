import * as v from "valibot";
import type { RecordedRoom } from "../db/adoption.ts";
import type { MemberRole } from "../protocol.ts";
import type { Description, Effects } from "./rules.ts";

type RosterStorage = Pick<DurableObjectStorage, "sql" | "kv" | "transactionSync">;

/** Somebody's place in a group. */
export interface Place {
  role: MemberRole;
  /** ms */
  joinedAt: number;
  /** The last message there was when they came: what is before it is read. */
  joinedSeq: number;
}

/** What the record lacks of a group, all as it is now. */
export interface Due {
  /** The change up to which this is everything. */
  change: number;
  group: Group;
  memberCount: number;
  /** Its name or what else it says of itself is new. */
  isDescribed: boolean;
  members: ({ userId: string } & Place)[];
  /** User ids. */
  left: string[];
}

const Group = v.object({
  name: v.string(),
  topic: v.string(),
  isPublic: v.boolean(),
  /** ms */
  createdAt: v.number(),
  isDeleted: v.boolean(),
  /** Nothing of what was said in it is left in the stores. */
  isErased: v.boolean(),
  /** Changes are counted: the last one, the last one of the description, and the one up to which the record has everything. */
  change: v.number(),
  described: v.number(),
  recorded: v.number(),
});
export type Group = v.InferOutput<typeof Group>;

interface Row {
  userId: string;
  /** Null for who is out, until the record knows. */
  role: MemberRole | null;
  joinedAt: number;
  joinedSeq: number;
  /** The change that the record lacks, else 0. */
  due: number;
}

const TABLE = `create table if not exists members (
  user_id text primary key, role text, joined_at integer not null, joined_seq integer not null, due integer not null
) without rowid`;

/** Who is in a group and what it is called: the word that counts. The record follows it, and what it lacks is known here. */
export class Roster {
  readonly #storage: RosterStorage;
  readonly #members = new Map<string, Place>();
  #group: Group | undefined;

  constructor(storage: RosterStorage) {
    this.#storage = storage;
    const known = storage.kv.get("group");
    if (known === undefined) return;
    this.#group = v.parse(Group, known);
    this.#load();
  }

  /** Also of one that was deleted; `undefined` where none was ever made. */
  get group(): Readonly<Group> | undefined {
    return this.#group;
  }

  /** In the order in which they came. */
  get members(): ReadonlyMap<string, Readonly<Place>> {
    return this.#members;
  }

  make(description: Description, roles: Map<string, MemberRole>, now: number): void {
    const group = {
      ...description,
      createdAt: now,
      isDeleted: false,
      isErased: false,
      change: 1,
      described: 1,
      recorded: 0,
    };
    this.#storage.transactionSync(() => {
      this.#storage.sql.exec(TABLE);
      for (const [userId, role] of roles) this.#write(userId, { role, joinedAt: now, joinedSeq: 0 }, 1);
      this.#storage.kv.put("group", group);
    });
    this.#group = group;
    for (const [userId, role] of roles) this.#members.set(userId, { role, joinedAt: now, joinedSeq: 0 });
  }

  /** As the record has it: nothing is due. */
  adopt({ members, ...description }: NonNullable<RecordedRoom["group"]>): void {
    const group = { ...description, isDeleted: false, isErased: false, change: 1, described: 1, recorded: 1 };
    this.#storage.transactionSync(() => {
      this.#storage.sql.exec(TABLE);
      for (const { userId, ...place } of members) this.#write(userId, place, 0);
      this.#storage.kv.put("group", group);
    });
    this.#group = group;
    this.#load();
  }

  /** Stores what a decision changes, all or nothing. Returns who is out by it. */
  apply({ description, roles = new Map(), isDeleted = false }: Effects, lastSeq: number, now: number): string[] {
    const before = this.#group;
    if (!before) throw new Error("there is no group to change");
    const changed = isDeleted ? new Map(Array.from(this.#members.keys(), (userId) => [userId, null])) : roles;
    const change = before.change + 1;
    const described = description ? change : before.described;
    const group = { ...before, ...description, isDeleted, change, described };
    const places = Array.from(changed, ([userId, role]) => {
      const place = this.#members.get(userId) ?? { joinedAt: now, joinedSeq: lastSeq };
      return { ...place, userId, role };
    });
    this.#storage.transactionSync(() => {
      for (const { userId, ...place } of places) this.#write(userId, place, group.change);
      this.#storage.kv.put("group", group);
    });
    this.#group = group;
    for (const { userId, role, ...place } of places) {
      if (role) this.#members.set(userId, { ...place, role });
      else this.#members.delete(userId);
    }
    return places.filter(({ role }) => role === null).map(({ userId }) => userId);
  }

  get isDue(): boolean {
    return this.#group !== undefined && this.#group.recorded < this.#group.change;
  }

  due(): Due | undefined {
    if (!this.#group || !this.isDue) return undefined;
    const due: Due = {
      change: this.#group.change,
      group: this.#group,
      memberCount: this.#members.size,
      isDescribed: this.#group.described > this.#group.recorded,
      members: [],
      left: [],
    };
    for (const { userId, role, joinedAt, joinedSeq } of this.#rows("where due > 0")) {
      if (role) due.members.push({ userId, role, joinedAt, joinedSeq });
      else due.left.push(userId);
    }
    return due;
  }

  /** The record has everything up to this change. */
  recorded(change: number): void {
    const group = this.#group;
    if (!group) return;
    const noted = { ...group, recorded: change };
    this.#storage.transactionSync(() => {
      this.#storage.sql.exec("delete from members where role is null and due between 1 and ?", change);
      this.#storage.sql.exec("update members set due = 0 where due between 1 and ?", change);
      this.#storage.kv.put("group", noted);
    });
    this.#group = noted;
  }

  /** Of a group that was deleted nothing is left but that it was. */
  erased(): void {
    if (!this.#group) return;
    this.#group = { ...this.#group, name: "", topic: "", isErased: true };
    this.#storage.kv.put("group", this.#group);
  }

  #load(): void {
    for (const { userId, role, ...place } of this.#rows("where role is not null order by joined_at, user_id")) {
      if (role) this.#members.set(userId, { ...place, role });
    }
  }

  #write(userId: string, { role, joinedAt, joinedSeq }: Omit<Row, "userId" | "due">, change: number): void {
    this.#storage.sql.exec(
      "insert or replace into members (user_id, role, joined_at, joined_seq, due) values (?, ?, ?, ?, ?)",
      userId,
      role,
      joinedAt,
      joinedSeq,
      change,
    );
  }

  #rows(condition: string): Row[] {
    return this.#storage.sql
      .exec<Row & Record<string, SqlStorageValue>>(
        `select user_id as userId, role, joined_at as joinedAt, joined_seq as joinedSeq, due from members ${condition}`,
      )
      .toArray();
  }
}
