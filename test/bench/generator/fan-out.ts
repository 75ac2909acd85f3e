/** Messages from a crowd to all of it: by the clock, or each as soon as one before it has reached everybody. */
import { setTimeout as pause } from "node:timers/promises";
import type { Crowd } from "./crowd.ts";
import { Deliveries } from "./deliveries.ts";
import type { Mark, Measuring } from "./measuring.ts";
import type { Measured, Order } from "./orders.ts";
import { untilTrue } from "./until.ts";

type Closed = Extract<Order, { order: "closed" }>;
type Open = Extract<Order, { order: "open" }>;

// As long as a line in a chat is.
const BODY_LENGTH = 64;
const PADDING = "the quick brown fox jumps over the lazy dog and sleeps after that ".repeat(2);
// A server that is asked for more than it can do may need as long again to catch up.
const DRAINED_WITHIN_MS = 60_000;
// What comes twice comes soon after.
const LISTEN_ON_MS = 300;

let count = 0;

export async function closed(crowd: Crowd, measuring: Measuring, order: Closed, mark: Mark): Promise<Measured> {
  const talk = new Talk(crowd, measuring, (sender) => {
    if (isSending) talk.say(sender, performance.now());
  });
  let isSending = true;
  for (let n = 0; n < order.outstanding; n++) {
    for (let sender = 0; sender < Math.min(order.senders, crowd.size); sender++) talk.say(sender, performance.now());
  }
  const measured = await measuring.run(order, mark);
  isSending = false;
  return talk.end(measured);
}

export async function open(crowd: Crowd, measuring: Measuring, order: Open, mark: Mark): Promise<Measured> {
  const talk = new Talk(crowd, measuring, () => {});
  const startedAt = performance.now();
  let said = 0;
  const timer = setInterval(() => {
    for (;;) {
      const dueAt = startedAt + (said * 1_000) / order.perSecond;
      if (dueAt > performance.now()) return;
      talk.say(said++ % crowd.size, dueAt);
    }
  }, 1);
  const measured = await measuring.run(order, mark);
  clearInterval(timer);
  return talk.end(measured);
}

/** One load: what was said, by whom, when, and who has heard it. */
class Talk {
  readonly #measuring: Measuring;
  readonly #crowd: Crowd;
  readonly #deliveries: Deliveries;
  /** By message: when it was due, and who said it. */
  readonly #said: { dueAt: number; sender: number }[] = [];
  /** Ids of two loads never meet. */
  readonly #name = `bench-${process.pid}-${++count}`;

  constructor(crowd: Crowd, measuring: Measuring, onHeardByAll: (sender: number) => void) {
    this.#crowd = crowd;
    this.#measuring = measuring;
    this.#deliveries = new Deliveries(crowd.size);
    crowd.listen((person, messages, now) => {
      if (measuring.isOn) measuring.delivered(messages.length);
      for (const { body } of messages) {
        const message = this.#messageIn(body);
        const said = this.#said[message];
        if (said && measuring.isOn) measuring.add(now - said.dueAt);
        if (this.#deliveries.received(person, message) && said) onHeardByAll(said.sender);
      }
    });
  }

  /** @param dueAt when it should have been said, which is not later than now */
  say(sender: number, dueAt: number): void {
    const message = this.#said.push({ dueAt, sender }) - 1;
    this.#deliveries.sent(message);
    if (this.#measuring.isOn) this.#measuring.counted();
    const body = `${this.#name} ${message} ${PADDING}`.slice(0, BODY_LENGTH).trim();
    this.#crowd.say(sender, `${this.#name}-${message}`, body);
  }

  async end(measured: Measured): Promise<Measured> {
    const isOver = () => {
      this.#crowd.check();
      return this.#deliveries.waiting === 0;
    };
    // Who is not there by then is lost, and counted so.
    await untilTrue("everything has come", DRAINED_WITHIN_MS, isOver).catch(() => this.#crowd.check());
    await pause(LISTEN_ON_MS);
    this.#crowd.check();
    return { ...measured, verdict: this.#deliveries.verdict() };
  }

  /** -1 for what this load has not sent. */
  #messageIn(body: string): number {
    return body.startsWith(`${this.#name} `) ? Number.parseInt(body.slice(this.#name.length + 1), 10) : -1;
  }
}
