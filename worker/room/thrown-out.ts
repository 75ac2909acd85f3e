import { LIMITS } from "../protocol.ts";
import { recent } from "./recent.ts";

/**
 * Sessions whose sockets were closed for what they sent. Whoever comes straight back to go on, again and again, would keep the room busy
 * with letting them in: after some of these within a minute they stay out until the first is that long ago. Remembered while the room is
 * awake, which it is as long as they try.
 */
export class ThrownOut {
  readonly #times = new Map<string, number[]>();

  add(sessionId: string, now: number): void {
    for (const [id, times] of this.#times) if (recent(times, now).length === 0) this.#times.delete(id);
    this.#times.set(sessionId, [...recent(this.#times.get(sessionId) ?? [], now), now]);
  }

  staysOut(sessionId: string, now: number): boolean {
    const times = this.#times.get(sessionId);
    return times !== undefined && recent(times, now).length >= LIMITS.thrownOutPerMinute;
  }
}
