import { DurableObject } from "cloudflare:workers";
import * as v from "valibot";
import { hashPassword, verifyPassword } from "../auth/passwords.ts";
import type { Env } from "../env.ts";
import { attempt, FORGOTTEN_AFTER_MS, lastUse, Tally, takeBack } from "./tally.ts";

/** As long as a session that is not used. */
const KNOWN_FOR_MS = 30 * 24 * 60 * 60 * 1000;
const KNOWN_NETWORKS = 8;
/** Writing down each login of a busy script would cost more than it tells. */
const KNOW_AGAIN_AFTER_MS = 24 * 60 * 60 * 1000;

/** When somebody last signed in from a network, in ms. */
const Known = v.fallback(v.record(v.string(), v.number()), {});
const PREFIX = "tally:";
const STRANGERS = "strangers";

export interface PasswordTry {
  password: string;
  /** `undefined` where there is no such account: the work is the same. */
  stored: string | undefined;
  perMinute: number;
  /** The network that it comes from, where that counts. */
  from?: string;
}

export interface PasswordTried {
  /** ms; 0 where it was tried. */
  waitMs: number;
  /** With this one the attempts were used up. */
  isFirst: boolean;
  fits: boolean;
}

/**
 * One for each address, name and account at which passwords are tried. It counts attempts exactly, since all of one name pass here, and it does
 * the hashing: scrypt holds its isolate for 170 ms, which must not be that of a room.
 */
export class Gate extends DurableObject<Env> {
  /**
   * Lets an attempt pass and counts it, or says how long to wait. Counted before its outcome is known, so that many at once
   * cannot slip through; `forgive` takes it back.
   * @returns ms to wait, or 0
   */
  async admit(perMinute: number): Promise<number> {
    return this.#admit(STRANGERS, perMinute).waitMs;
  }

  /** The latest attempt was a success: it does not count. */
  async forgive(): Promise<void> {
    this.#forgive(STRANGERS);
  }

  /**
   * Tries a password, unless there were too many tries. Networks from which somebody signed in here before have a count of their own:
   * whoever guesses elsewhere does not keep the owner out at home.
   */
  async tryPassword({ password, stored, perMinute, from }: PasswordTry): Promise<PasswordTried> {
    const tally = from !== undefined && this.#isKnown(from) ? from : STRANGERS;
    const { waitMs, isFirst } = this.#admit(tally, perMinute);
    if (waitMs > 0) return { waitMs, isFirst, fits: false };
    const fits = await verifyPassword(password, stored);
    if (fits) this.#forgive(tally);
    if (fits && from !== undefined) this.#know(from);
    return { waitMs: 0, isFirst: false, fits };
  }

  async hash(password: string): Promise<string> {
    return hashPassword(password);
  }

  /** Somebody signed up or in from this network. */
  async know(network: string): Promise<void> {
    this.#know(network);
  }

  /** Where somebody signed in from within the last 30 days, and when last, in ms. */
  async known(): Promise<Record<string, number>> {
    return this.#known();
  }

  /** Whoever this gate was for is gone. */
  async forget(): Promise<void> {
    await this.ctx.storage.deleteAll();
  }

  /** Anybody can make a gate by trying a name: what is not used any more is removed altogether. */
  override async alarm(): Promise<void> {
    const now = Date.now();
    for (const [key, value] of this.ctx.storage.kv.list({ prefix: PREFIX })) {
      if (now - lastUse(v.parse(Tally, value)) >= FORGOTTEN_AFTER_MS) this.ctx.storage.kv.delete(key);
    }
    const isTrying = [...this.ctx.storage.kv.list({ prefix: PREFIX, limit: 1 })].length > 0;
    const isKnown = Object.keys(this.#known()).length > 0;
    if (isTrying || isKnown) await this.ctx.storage.setAlarm(now + (isTrying ? FORGOTTEN_AFTER_MS : KNOWN_FOR_MS));
    else await this.ctx.storage.deleteAll();
  }

  #admit(name: string, perMinute: number): { waitMs: number; isFirst: boolean } {
    const known = this.#tally(name);
    const { tally, waitMs } = attempt(known, perMinute, Date.now());
    if (tally !== known) this.#keep(PREFIX + name, tally);
    return { waitMs, isFirst: waitMs > 0 && tally !== known };
  }

  #forgive(name: string): void {
    const tally = this.#tally(name);
    if (tally) this.#keep(PREFIX + name, takeBack(tally));
  }

  #tally(name: string): Tally | undefined {
    const stored = this.ctx.storage.kv.get(PREFIX + name);
    return stored === undefined ? undefined : v.parse(Tally, stored);
  }

  #isKnown(network: string): boolean {
    return this.#known()[network] !== undefined;
  }

  #known(): Record<string, number> {
    const entries = Object.entries(v.parse(Known, this.ctx.storage.kv.get("known")));
    return Object.fromEntries(entries.filter(([, at]) => Date.now() - at < KNOWN_FOR_MS));
  }

  #know(network: string): void {
    const known = this.#known();
    const now = Date.now();
    if (now - (known[network] ?? 0) < KNOW_AGAIN_AFTER_MS) return;
    const latest = Object.entries({ ...known, [network]: now }).sort(([, a], [, b]) => b - a);
    this.#keep("known", Object.fromEntries(latest.slice(0, KNOWN_NETWORKS)));
  }

  #keep(key: string, value: unknown): void {
    const isFirst = [...this.ctx.storage.kv.list({ limit: 1 })].length === 0;
    if (isFirst) void this.ctx.storage.setAlarm(Date.now() + FORGOTTEN_AFTER_MS);
    this.ctx.storage.kv.put(key, value);
  }
}
