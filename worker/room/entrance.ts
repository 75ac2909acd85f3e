import type { Limits } from "../env.ts";
import { newId } from "../ids.ts";
import { CLOSE, OPEN, type Person, type Privacy } from "../protocol.ts";
import { refusedUpgrade } from "../upgrade.ts";
import { Admission, type Found, type Knock } from "./admission.ts";
import type { Connections } from "./connections.ts";
import { EndedSessions } from "./ended-sessions.ts";
import { ThrownOut } from "./thrown-out.ts";
import { Tickets } from "./tickets.ts";
import { Told } from "./told.ts";
import type { Visit } from "./visit.ts";

interface Parts {
  roomId: string;
  store: SyncKvStorage;
  connections: Connections;
  limits: Limits;
  /** Has the inbox of that person count one socket more. Gives the close code where it may not be. */
  ask(userId: string, sessionId: string, knock: Knock): Promise<number | undefined>;
}

/** The way into a room: who comes in and as whom, whatever was so when they set out, and who is put out. */
export class Entrance {
  readonly tickets: Tickets;
  readonly #connections: Connections;
  readonly #admission: Admission;
  readonly #endedSessions = new EndedSessions();
  readonly #thrownOut = new ThrownOut();
  readonly #banned = new Told<boolean>();
  readonly #roles = new Told<boolean>();
  readonly #names = new Told<Person>();
  readonly #privacy = new Told<Privacy>();

  constructor({ roomId, store, connections, limits, ask }: Parts) {
    this.#connections = connections;
    this.tickets = new Tickets(
      store,
      Array.from(connections, ({ ticket }) => ticket),
    );
    this.#admission = new Admission({
      roomId,
      store,
      openOf: (userId) => connections.people.get(userId)?.size ?? 0,
      limit: () => limits.SOCKETS_PER_USER,
      newId,
      ask,
    });
  }

  /** Whether this session was thrown out too often just now. */
  isClosedTo(sessionId: string): boolean {
    return this.#thrownOut.staysOut(sessionId, Date.now());
  }

  /** @param enter called in the turn in which they may come in @returns what it gives, or the refusal */
  async admit({ user, sessionId }: Visit, enter: () => Response): Promise<Response> {
    const admitted = await this.#admission.admit({ userId: user.id, sessionId }, enter);
    return typeof admitted === "number" ? refusedUpgrade(admitted, "refused") : admitted;
  }

  /** Spends what they come in with; who was banned and may come is banned no more. @returns the refusal where it is worth nothing */
  checkIn({ user, sessionId, ticket }: Visit): Response | undefined {
    if (this.#endedSessions.has(sessionId)) return refusedUpgrade(CLOSE.sessionEnded, "session ended");
    if (ticket && !this.tickets.spend(ticket)) return refusedUpgrade(CLOSE.badTicket, "ticket spent");
    // Whose session is good is not banned any more.
    this.readmit(user.id);
    return undefined;
  }

  /** What they bring may be older than what was told a moment ago. */
  asTold(visit: Visit, now = Date.now()): Visit {
    const { id } = visit.user;
    return {
      ...visit,
      user: this.#names.of(id, visit.user, now),
      mayModerate: this.#roles.of(id, visit.mayModerate, now),
      privacy: this.#privacy.of(id, visit.privacy, now),
    };
  }

  /** Whether others may be told how far they have read; `brought` is what they come with. */
  tellsReads(userId: string, brought: boolean): boolean {
    return this.#privacy.of(userId, { ...OPEN, receipts: brought }, Date.now()).receipts;
  }

  tellName(user: Person): void {
    this.#names.tell(user.id, user, Date.now());
  }

  tellPrivacy(userId: string, privacy: Privacy): void {
    this.#privacy.tell(userId, privacy, Date.now());
  }

  /** Whether they moderate here, those who are here already too. */
  tellRole(userId: string, mayModerate: boolean): void {
    this.#roles.tell(userId, mayModerate, Date.now());
    for (const connection of this.#connections.of(userId)) connection.keepMayModerate(mayModerate);
  }

  endSessions(sessionIds: string[]): void {
    for (const sessionId of sessionIds) this.#endedSessions.add(sessionId);
    for (const connection of this.#connections) {
      if (sessionIds.includes(connection.sessionId)) connection.close(CLOSE.sessionEnded, "session ended");
    }
  }

  /** A socket of this session was closed for what it sent. */
  noteThrownOut(sessionId: string): void {
    this.#thrownOut.add(sessionId, Date.now());
  }

  /** Somebody is banned. */
  expel(userId: string): void {
    this.#banned.tell(userId, true, Date.now());
    for (const connection of [...this.#connections.of(userId)]) connection.close(CLOSE.forbidden, "banned");
  }

  isExpelled(userId: string, now = Date.now()): boolean {
    return this.#banned.of(userId, false, now);
  }

  readmit(userId: string, now = Date.now()): void {
    if (this.isExpelled(userId, now)) this.#banned.tell(userId, false, now);
  }

  /** How many sockets this person has here: for their inbox, which counts on it. */
  found(userId: string): Found {
    return this.#admission.found(userId);
  }
}
