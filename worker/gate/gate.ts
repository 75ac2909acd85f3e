import { DurableObject } from "cloudflare:workers";
import { hashPassword, verifyPassword } from "../auth/passwords.ts";
import type { Env } from "../env.ts";

const WINDOW_MS = 60_000;

/**
 * One for each address and each name that signs up or logs in. It counts attempts exactly, since all of one name pass here, and it does
 * the hashing: scrypt holds its isolate for 170 ms, which must not be that of a room.
 */
export class Gate extends DurableObject<Env> {
  /**
   * Lets an attempt pass and counts it, or says how long to wait. Counted before its outcome is known, so that many at once
   * cannot slip through; `forgive` takes it back.
   * @returns ms to wait, or 0
   */
  async admit(perMinute: number): Promise<number> {
    const now = Date.now();
    const attempts = this.#attempts(now);
    const [oldest] = attempts;
    if (attempts.length >= perMinute && oldest !== undefined) return Math.max(1, oldest + WINDOW_MS - now);
    this.#keep([...attempts, now]);
    return 0;
  }

  /** The latest attempt was a success: it does not count. */
  async forgive(): Promise<void> {
    this.#keep(this.#attempts(Date.now()).slice(0, -1));
  }

  async hash(password: string): Promise<string> {
    return hashPassword(password);
  }

  /** The same work whether or not there is a hash to compare with. */
  async verify(password: string, stored: string | undefined): Promise<boolean> {
    return verifyPassword(password, stored);
  }

  /** Anybody can make a gate by trying a name: what is not used is removed altogether. */
  override async alarm(): Promise<void> {
    if (this.#attempts(Date.now()).length === 0) await this.ctx.storage.deleteAll();
    else await this.ctx.storage.setAlarm(Date.now() + WINDOW_MS);
  }

  #attempts(now: number): number[] {
    const attempts = this.ctx.storage.kv.get<number[]>("attempts") ?? [];
    return attempts.filter((at) => now - at < WINDOW_MS);
  }

  #keep(attempts: number[]): void {
    if (this.ctx.storage.kv.get("attempts") === undefined) void this.ctx.storage.setAlarm(Date.now() + 2 * WINDOW_MS);
    this.ctx.storage.kv.put("attempts", attempts);
  }
}
