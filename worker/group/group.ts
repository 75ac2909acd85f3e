import type { RecordedRoom } from "../db/adoption.ts";
import type { Database } from "../db/database.ts";
import { eraseMessages, eraseRoom, recordGroup } from "../db/groups.ts";
import { notFound, ProtocolError } from "../errors.ts";
import { type Invite, type InviteInput, LIMITS, type Member, type MemberRole } from "../protocol.ts";
import type { GroupNews } from "../room/visit.ts";
import { Invites } from "./invites.ts";
import { Roster } from "./roster.ts";
import { type Description, decide, type Effects, type GroupChange, leaving, mayModerate } from "./rules.ts";

/** So many rounds of `eraseMessages` go into one alarm. */
const ROUNDS_AT_ONCE = 50;

export interface GroupParts {
  roomId: string;
  storage: DurableObjectStorage;
  db: Database;
  search: D1Database;
  /** The seq of the room's last message. */
  lastSeq(): number;
  /** Those who have the room open. */
  present(): Iterable<string>;
  /** They are out, and so are their sockets. */
  onLeft(userIds: string[], isDeleted: boolean): void;
  /** The record has something new for this person. */
  notify(userId: string): Promise<void>;
  /** The same in its own time, together with what else there is. */
  announce(userId: string): void;
  /** `settle` is to be called again. */
  onError(event: string, error: unknown): void;
  /** The group is gone: `erase` is to be called. */
  onDeleted(): void;
}

/** Somebody's role in a group, for whoever knows their name. */
export type Role = Pick<Member, "id" | "role">;

/**
 * A named group: who is in it, what they may do, and the ways in. What is decided counts here at once and for every socket; the record,
 * and through it lists, search and inboxes, follow before whoever asked is answered.
 */
export class Group {
  readonly #parts: GroupParts;
  readonly #roster: Roster;
  readonly #invites: Invites;
  #settling: Promise<void> = Promise.resolve();

  constructor(parts: GroupParts) {
    this.#parts = parts;
    this.#roster = new Roster(parts.storage);
    this.#invites = new Invites(parts.storage.sql, parts.roomId);
  }

  /** @throws `not_found` for who is no member */
  require(userId: string): void {
    if (!this.has(userId)) throw notFound();
  }

  has(userId: string): boolean {
    return this.#roster.members.has(userId);
  }

  mayModerate(userId: string): boolean {
    return mayModerate(this.#roster.members.get(userId)?.role);
  }

  get memberIds(): string[] {
    return [...this.#roster.members.keys()];
  }

  /** Whose read marks everybody sees; nobody's in a crowd. */
  get readerIds(): string[] {
    return this.#roster.members.size > LIMITS.membersWithReads ? [] : this.memberIds;
  }

  /** The last message there was when they came. */
  joinedSeqOf(userId: string): number {
    return this.#roster.members.get(userId)?.joinedSeq ?? 0;
  }

  /** What this person's list shows of it; `undefined` where they are not in it. */
  newsFor(userId: string): GroupNews | undefined {
    const { group, members } = this.#roster;
    const place = members.get(userId);
    if (!group || !place) return undefined;
    const { name, topic, isPublic } = group;
    return { name, topic, public: isPublic, role: place.role, memberCount: members.size };
  }

  /** The owner first, then moderators, then by when they came. */
  rolesFor(userId: string): Role[] {
    this.require(userId);
    const rank: Record<MemberRole, number> = { owner: 0, moderator: 1, member: 2 };
    return Array.from(this.#roster.members, ([id, { role }]) => ({ id, role })).sort(
      (one, other) => rank[one.role] - rank[other.role],
    );
  }

  /**
   * Makes the group, unless it was made before.
   * @returns whether it was made now
   * @throws `conflict` where it was deleted, `unavailable` where the record is away: it will be there later
   */
  async make(ownerId: string, description: Description, memberIds: string[], now = Date.now()): Promise<boolean> {
    const known = this.#roster.group;
    if (known?.isDeleted) throw new ProtocolError("conflict", "This group was deleted.");
    if (!known) {
      const roles = new Map<string, MemberRole>([[ownerId, "owner"]]);
      for (const userId of memberIds) if (userId !== ownerId) roles.set(userId, "member");
      this.#roster.make(description, roles, now);
    }
    await this.#settled();
    return !known;
  }

  /** @throws what `decide` throws, and `unavailable` where the record is away: it will be done */
  async change(by: string, change: GroupChange): Promise<void> {
    const { group, members } = this.#roster;
    if (!group || group.isDeleted) throw notFound();
    this.#apply(decide(group, members, by, change));
    await this.#settled();
  }

  /** Somebody's account is gone. */
  async drop(userId: string): Promise<void> {
    this.#apply(leaving(this.#roster.members, userId));
    await this.settle();
  }

  /** Begins as the record has it. For a group whose object has nothing of its own. */
  adopt(recorded: NonNullable<RecordedRoom["group"]>): void {
    this.#roster.adopt(recorded);
  }

  /** Every way in that is open, for whoever moves the community. */
  openInvites(now = Date.now()): Invite[] {
    return this.#invites.list(now).sort((one, other) => (one.code < other.code ? -1 : 1));
  }

  /** A way in as it was where the community comes from. */
  takeInvite(invite: Invite): void {
    this.#invites.take(invite);
  }

  /** @throws `not_found`, `forbidden`, `conflict` */
  invite(by: string, input: InviteInput, now = Date.now()): Invite {
    this.#requireModerator(by);
    return this.#invites.make(by, input, now);
  }

  /** @throws `not_found`, `forbidden` */
  invitesFor(by: string, now = Date.now()): Invite[] {
    this.#requireModerator(by);
    return this.#invites.list(now);
  }

  /** @throws `not_found`, `forbidden` */
  revoke(by: string, code: string): void {
    this.#requireModerator(by);
    this.#invites.revoke(code);
  }

  /** Whether this code lets somebody in. */
  isInvited(code: string, now = Date.now()): boolean {
    return this.#roster.members.size > 0 && this.#invites.find(code, now) !== undefined;
  }

  /** Somebody comes in with an invite; who is in already needs none: their own first try may have used it up. @throws `not_found` */
  async enter(userId: string, code: string, now = Date.now()): Promise<void> {
    const { group, members } = this.#roster;
    if (!group || group.isDeleted) throw notFound();
    if (members.has(userId)) return this.#settled();
    const invite = this.#invites.find(code, now);
    const effects = decide(group, members, userId, { type: "join" });
    if (effects.roles) this.#invites.spend(invite);
    this.#apply(effects);
    await this.#settled();
  }

  get isDue(): boolean {
    return this.#roster.isDue;
  }

  /** Brings the record up to date, and those whom it concerns. Does not throw: what is left stays due. */
  settle(): Promise<void> {
    this.#settling = this.#settling.then(() => this.#record());
    return this.#settling;
  }

  get isToBeErased(): boolean {
    const { group } = this.#roster;
    return group?.isDeleted === true && !group.isErased;
  }

  /**
   * Takes what was said in a group that was deleted out of the record and the index, a good part at a time.
   * @returns whether that was the last of it
   * @throws where a store is away
   */
  async erase(): Promise<boolean> {
    const { db, search, roomId } = this.#parts;
    for (let round = 0; round < ROUNDS_AT_ONCE; round++) {
      if (await eraseMessages(db, search, roomId)) continue;
      await eraseRoom(db, search, roomId);
      return true;
    }
    return false;
  }

  /** Nothing of it is left in the stores. */
  erased(): void {
    this.#roster.erased();
    this.#invites.clear();
  }

  #apply(effects: Effects): void {
    if (!effects.description && !effects.roles && !effects.isDeleted) return;
    const left = this.#roster.apply(effects, this.#parts.lastSeq(), Date.now());
    // In the same turn: nothing that is said from now on reaches them.
    if (left.length > 0) this.#parts.onLeft(left, effects.isDeleted === true);
  }

  async #settled(): Promise<void> {
    const wanted = this.#roster.group?.change ?? 0;
    await this.settle();
    const recorded = this.#roster.group?.recorded ?? 0;
    if (recorded < wanted) throw new ProtocolError("unavailable", "The storage cannot be reached. It will be done.");
  }

  async #record(): Promise<void> {
    const due = this.#roster.due();
    if (!due) return;
    try {
      await recordGroup(this.#parts.db, this.#parts.roomId, due);
    } catch (error) {
      this.#parts.onError("group", error);
      return;
    }
    // Before it is noted as done, so that a crash in between tells them again and not never.
    const concerned = new Set([...due.members.map(({ userId }) => userId), ...due.left]);
    await Promise.all(Array.from(concerned, (userId) => this.#parts.notify(userId)));
    // A new name is news for everybody; who came or went, for those who look at the group.
    for (const userId of due.isDescribed ? this.memberIds : this.#parts.present()) {
      if (!concerned.has(userId)) this.#parts.announce(userId);
    }
    this.#roster.recorded(due.change);
    if (due.group.isDeleted) this.#parts.onDeleted();
  }

  #requireModerator(userId: string): void {
    this.require(userId);
    if (!this.mayModerate(userId)) throw new ProtocolError("forbidden", "Only the owner and moderators invite people.");
  }
}
