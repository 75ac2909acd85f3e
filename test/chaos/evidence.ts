/** What a run leaves behind for the checker: everything that was tried, and everything that anybody saw. */
import type { Message } from "../../worker/protocol.ts";

export interface Attempt {
  room: string;
  author: string;
  id: string;
  body: string;
}

/** A message that came back to its sender; `afterMs` since it was queued. */
export interface Acknowledgement {
  room: string;
  author: string;
  id: string;
  seq: number;
  afterMs: number;
}

/** What one client had of one room. */
export interface View {
  userId: string;
  room: string;
  /** Has everything from here on: the last message there was when it first came. */
  fromSeq: number;
  /** What its timeline shows at the end, in its order. */
  shown: Message[];
  /** The frames of each connection, in the order in which they came: the `seq`s of messages in them. */
  connections: number[][];
}

export interface Evidence {
  attempts: Attempt[];
  acknowledgements: Acknowledgement[];
  /** Each room's history at the end, over HTTP. */
  history: Map<string, Message[]>;
  /** What the record holds of each room at the end. */
  recorded: Map<string, { seq: number; id: string; body: string }[]>;
  views: View[];
  /** Answers that told somebody of a room they are not in. */
  leaks: string[];
}
