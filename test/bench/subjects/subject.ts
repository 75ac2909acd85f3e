/** What is measured: ours, and those it is measured against. */
import type { Order, Seat } from "../generator/orders.ts";

export interface Subject {
  name: string;
  /** Why it cannot be measured on this machine; `undefined` where it can. Installs what it needs and may. */
  missing(): Promise<string | undefined>;
  /** On empty tables. */
  start(): Promise<Running>;
}

/** Requests for pages, and what must stand in each answer. */
export type Asking = Pick<Extract<Order, { order: "ask" }>, "paths" | "headers" | "expect">;

export interface Running {
  /** The processes that were started; what they cost is counted with all below them. */
  pids: number[];
  place: Pick<Extract<Order, { order: "meet" }>, "host" | "port" | "dialect">;
  /** Ways in for so many people who were not there before. */
  seats(count: number): Promise<Seat[]>;
  /** Ways into another room, where there are several, for so many people who were not there before. To be asked for once. */
  elsewhere?(count: number): Promise<Seat[]>;
  /** Puts so many messages into the room, and says how pages at these places of it are asked for: before which messages. */
  history?(messages: number, befores: readonly number[]): Promise<Asking>;
  /** Gives one person so many rooms, and says how their list is asked for. */
  rooms?(count: number): Promise<Asking>;
  /** Puts so many messages into several rooms, and says how each kind of query is asked for. */
  search?(messages: number): Promise<{ kind: string; asking: Asking }[]>;
  stop(): Promise<void>;
}
