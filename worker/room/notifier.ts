import type { StoredMessage } from "../db/stored-message.ts";
import type { Env } from "../env.ts";
import type { Group } from "../group/group.ts";
import type { Message, RoomAddress } from "../protocol.ts";
import { Listeners } from "./listeners.ts";
import { Named } from "./named.ts";
import { Notices } from "./notices.ts";
import { peerIdsOf } from "./stores.ts";
import type { RoomNews } from "./visit.ts";

interface Parts {
  address: RoomAddress;
  group: Pick<Group, "has" | "memberIds"> | undefined;
  /** Where it is noted which members of a group are away. */
  sql: SqlStorage;
  inboxes: Env["INBOX"];
  isHere(userId: string): boolean;
  newsFor(userId: string): Promise<RoomNews>;
  head(): { seq: number; rev: number };
  /** Up to which rev the record has everything. */
  recordedRev(): number;
  onError(error: unknown): void;
}

/**
 * Tells the inboxes of people what is new in a room: that there is something, gathered; that they are named, when the record has it; and
 * in a direct room once more whoever was away and could not have read it in the record.
 */
export class Notifier {
  readonly #parts: Parts;
  readonly #notices: Notices;
  readonly #named = new Named();
  readonly #listeners: Listeners | undefined;
  /** Of a direct room: who did not hear of something that the record did not have yet, and up to which rev it has to. */
  readonly #unheard = new Map<string, number>();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#listeners = parts.group && new Listeners(parts.sql);
    this.#notices = new Notices(
      (userId) => parts.isHere(userId),
      (userId) => this.tellNow(userId),
    );
  }

  /** What the record lacks from before this waking: who is to be told when it has it. */
  remember(pending: () => Iterable<StoredMessage>): void {
    const { rev } = this.#parts.head();
    if (this.#parts.recordedRev() >= rev) return;
    for (const userId of peerIdsOf(this.#parts.address)) this.#unheard.set(userId, rev);
    for (const message of pending()) this.#named.waiting(message);
  }

  /** Gathered with what else is new for them. */
  tell(userId: string): void {
    this.#notices.tell(userId);
  }

  async tellNow(userId: string): Promise<void> {
    const { address, group, inboxes } = this.#parts;
    const tell = async () => inboxes.getByName(userId).tell(address.id, await this.#parts.newsFor(userId));
    try {
      if (address.kind === "direct") await this.#tellPeer(userId, tell);
      else if (!this.#listeners) await tell();
      // Whoever is out is told that, and never again.
      else await this.#listeners.tell(userId, async () => (await tell()) || !group?.has(userId));
    } catch (error) {
      this.#parts.onError(error);
    }
  }

  /** A message was stored, or changed from what it was `before`. */
  stored(message: Message, before?: Message): void {
    const { address, group } = this.#parts;
    const newlyNamed = this.#named.stored(message, before);
    if (address.kind === "global") for (const userId of newlyNamed) void this.#tellOfMention(userId, message);
    // What lists show is the last message.
    if (message.seq !== this.#parts.head().seq) return;
    for (const userId of group?.memberIds ?? peerIdsOf(address)) this.tell(userId);
  }

  /** The record has more than before. */
  recorded(): void {
    for (const userId of this.#named.recorded(this.#parts.recordedRev())) this.tell(userId);
    this.#tellUnheard();
  }

  /** They have a device connected again. Returns whether they may have missed something. */
  back(userId: string): boolean {
    return this.#listeners?.back(userId) === true;
  }

  /** They are no members any more. */
  forget(userId: string): void {
    this.#listeners?.forget(userId);
  }

  async #tellOfMention(userId: string, message: Message): Promise<void> {
    const { address, inboxes } = this.#parts;
    try {
      await inboxes.getByName(userId).mention(address.id, message);
    } catch (error) {
      this.#parts.onError(error);
    }
  }

  /** Who comes a moment later reads in the record what they missed, or, where it does not have it yet, is told when it has. */
  async #tellPeer(userId: string, tell: () => Promise<boolean>): Promise<void> {
    const { rev } = this.#parts.head();
    const wasRecorded = this.#parts.recordedRev() >= rev;
    if ((await tell()) || wasRecorded) return;
    this.#unheard.set(userId, rev);
    this.#tellUnheard();
  }

  #tellUnheard(): void {
    const recorded = this.#parts.recordedRev();
    for (const [userId, rev] of this.#unheard) {
      if (rev > recorded) continue;
      this.#unheard.delete(userId);
      this.tell(userId);
    }
  }
}
