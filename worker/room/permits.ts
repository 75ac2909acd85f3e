import { blocked, notFound, ProtocolError, rateLimited, timedOut } from "../errors.ts";
import type { Group } from "../group/group.ts";
import type { RoomAddress } from "../protocol.ts";
import type { Restrictions } from "./restrictions.ts";
import type { SentIds } from "./sent-ids.ts";
import type { Standings } from "./standings.ts";

interface Parts {
  address: RoomAddress;
  /** Of a named group alone. */
  group: Group | undefined;
  standings: Standings;
  sent: SentIds;
  /** Whether they were put out a moment ago: what they sent before that may still be on its way. */
  isExpelled(userId: string): boolean;
  restrictions(): Restrictions;
}

/** Who may do what in a room, as of now. */
export class Permits {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get restrictions(): Restrictions {
    return this.#parts.restrictions();
  }

  /** @throws `not_found` for who is not in the group; `forbidden` for who was banned */
  enter(userId: string): void {
    if (this.#parts.isExpelled(userId)) throw new ProtocolError("forbidden", "This account is banned.");
    if (this.#parts.group && !this.#parts.group.has(userId)) throw notFound();
  }

  /** @param isModerator of the community */
  mayModerate(userId: string, isModerator: boolean): boolean {
    return this.#parts.group?.mayModerate(userId) ?? isModerator;
  }

  mayPin(userId: string, isModerator: boolean): boolean {
    return this.#parts.address.kind === "direct" || this.mayModerate(userId, isModerator);
  }

  /**
   * Whether they may put anything here that others see.
   * @throws `blocked`; `forbidden` while they are timed out, then with the wait, or the room is locked
   */
  write(userId: string, isModerator: boolean, now: number): void {
    const { address, standings, restrictions } = this.#parts;
    if (address.kind === "direct" && standings.areApart(...address.userIds)) throw blocked();
    const waitMs = standings.timeoutOf(userId, now);
    if (waitMs > 0) throw timedOut(waitMs);
    if (restrictions().locked && !this.mayModerate(userId, isModerator)) {
      throw new ProtocolError("forbidden", "This room is locked: only moderators write here for now.");
    }
  }

  /** The same for one more message. @throws also `rate_limited` in slow mode */
  send(userId: string, isModerator: boolean, now: number): void {
    this.write(userId, isModerator, now);
    const { slowMode } = this.#parts.restrictions();
    if (slowMode === 0 || this.mayModerate(userId, isModerator)) return;
    const sentAt = this.#parts.sent.lastAt(userId);
    const waitMs = sentAt === undefined ? 0 : sentAt + slowMode * 1000 - now;
    if (waitMs > 0) throw rateLimited(waitMs);
  }

  /** Whether what one of these two does here may reach the other by more than being there to be read. */
  areApart(one: string, other: string): boolean {
    return this.#parts.standings.areApart(one, other);
  }

  /** Whether others may see that they are writing. */
  mayBeSeenTyping(userId: string, now: number): boolean {
    return this.#parts.standings.timeoutOf(userId, now) === 0;
  }
}
