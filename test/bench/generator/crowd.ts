/** Everybody in the room, and what they hear. */
import { Histogram } from "../statistics.ts";
import type { Dialect, Said, Told } from "./dialects.ts";
import type { Seat } from "./orders.ts";
import { untilTrue } from "./until.ts";
import { WebSocketClient } from "./web-socket.ts";

type Hear = (person: number, messages: readonly Told[], now: number) => void;

interface Person {
  socket: WebSocketClient;
  isIn: boolean;
  rev: number;
  toldRev: number;
}

// The same text comes to everybody within a moment; after so many others it is not coming any more.
const REMEMBERED = 16;
// Acknowledgements of a crowd are spread over their interval, as those of people are.
const SLICES = 20;
// A thousand people at a server that needs a tenth of a second for each are measured, and not given up.
const IN_WITHIN_MS = 180_000;

export class Crowd {
  readonly #place: { host: string; port: number };
  readonly #dialect: Dialect;
  readonly #people: Person[] = [];
  readonly #recent: { bytes: Buffer; said: Said }[] = [];
  readonly #onIn = new Map<number, () => void>();
  #hear: Hear | undefined;
  #fault: Error | undefined;

  constructor(place: { host: string; port: number }, dialect: Dialect) {
    this.#place = place;
    this.#dialect = dialect;
    const { got, ping } = dialect;
    if (got) this.#everyMs(got.everyMs, (person) => this.#acknowledge(person, got.text));
    if (ping) this.#everyMs(ping.everyMs, ({ socket, isIn }) => isIn && socket.send(ping.text));
  }

  get size(): number {
    return this.#people.length;
  }

  /** What went wrong with anybody's socket ends every load. */
  check(): void {
    if (this.#fault) throw this.#fault;
  }

  /** Gives the times from when each was due to come until they were in. */
  async join(
    seats: readonly Seat[],
    { perSecond, atOnce }: { perSecond?: number | undefined; atOnce: number },
  ): Promise<Histogram> {
    const times = new Histogram();
    const startedAt = performance.now();
    let [next, inside] = [0, 0];
    const enterNext = (dueAt: number) => {
      const seat = seats[next++];
      if (!seat) return;
      this.#enter(seat, () => {
        times.add(performance.now() - dueAt);
        inside++;
        if (perSecond === undefined) enterNext(performance.now());
      });
    };
    if (perSecond === undefined) for (let n = 0; n < atOnce; n++) enterNext(performance.now());
    const isIn = () => {
      this.check();
      while (perSecond !== undefined && next < seats.length) {
        const dueAt = startedAt + (next * 1_000) / perSecond;
        if (dueAt > performance.now()) break;
        enterNext(dueAt);
      }
      return inside === seats.length;
    };
    const atLeastMs = perSecond === undefined ? 0 : (seats.length / perSecond) * 1_000;
    await untilTrue("everybody is in", IN_WITHIN_MS + atLeastMs, isIn, () => `${inside} of ${seats.length} are.`);
    return times;
  }

  /** From now on `hear` is told of every message that comes to anybody. */
  listen(hear: Hear): void {
    this.#hear = hear;
  }

  say(person: number, id: string, body: string): void {
    this.#people[person]?.socket.send(this.#dialect.send(id, body));
  }

  /** Any frame, as it is. */
  tell(person: number, text: string): void {
    this.#people[person]?.socket.send(text);
  }

  /** The last `rev` that came to anybody. */
  get last(): number {
    return this.#people.reduce((highest, { rev }) => Math.max(highest, rev), 0);
  }

  /** Everybody goes; others may come. */
  end(): void {
    for (const { socket } of this.#people.splice(0)) socket.end();
  }

  #enter(seat: Seat, onIn: () => void): void {
    const index = this.#people.length;
    const socket = new WebSocketClient(
      { ...this.#place, ...seat },
      {
        onText: (payload) => this.#take(index, payload),
        onClose: (why) => {
          this.#fault ??= new Error(`The socket of person ${index}: ${why}`);
        },
      },
    );
    this.#people.push({ socket, isIn: false, rev: 0, toldRev: 0 });
    this.#onIn.set(index, onIn);
  }

  #take(index: number, payload: Buffer): void {
    const said = this.#read(payload);
    const person = this.#people[index];
    if (!person) return;
    switch (said.kind) {
      case "messages":
        person.rev = said.rev;
        this.#hear?.(index, said.messages, performance.now());
        return;
      case "ready":
        person.isIn = true;
        this.#onIn.get(index)?.();
        this.#onIn.delete(index);
        return;
      case "reply":
        person.socket.send(said.text);
        return;
      case "refused":
        this.#fault ??= new Error(`Person ${index} was refused: ${said.why}`);
        return;
      case "aside":
        return;
    }
  }

  #read(payload: Buffer): Said {
    for (const { bytes, said } of this.#recent) if (bytes.equals(payload)) return said;
    const said = this.#dialect.read(payload.toString("utf8"));
    if (said.kind !== "messages" && said.kind !== "aside") return said;
    // Copied: what it stands in goes on being filled.
    this.#recent.unshift({ bytes: Buffer.from(payload), said });
    this.#recent.splice(REMEMBERED);
    return said;
  }

  /** Does something with everybody, spread over the time. */
  #everyMs(ms: number, work: (person: Person) => void): void {
    let slice = 0;
    setInterval(() => {
      slice = (slice + 1) % SLICES;
      for (let n = slice; n < this.#people.length; n += SLICES) {
        const person = this.#people[n];
        if (person) work(person);
      }
    }, ms / SLICES).unref();
  }

  #acknowledge(person: Person, text: (rev: number) => string): void {
    if (person.rev === person.toldRev) return;
    person.toldRev = person.rev;
    person.socket.send(text(person.rev));
  }
}
