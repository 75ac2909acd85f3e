/** What a run leaves behind for the checker: everything that was tried, and everything that anybody saw. */
import type { Change } from "../../web/client/change.ts";
import type { ErrorCode, Message } from "../../worker/protocol.ts";
import type { RecordedRow } from "./record.ts";

export interface Attempt {
  room: string;
  author: string;
  id: string;
  /** As it is to be stored: trimmed, with one kind of newline. */
  body: string;
}

/** A message that came back to its sender: from here on it must never be lost. */
export interface Acknowledgement {
  room: string;
  author: string;
  id: string;
  seq: number;
  /** When it came, by `performance.now()`. */
  at: number;
  /** Since it was queued. */
  afterMs: number;
}

/** Something that was done to a message that was there: an edit, a delete, a reaction. */
export interface ChangeAttempt {
  room: string;
  userId: string;
  change: Change;
  /** `done` was said by the server; `unknown` may have happened or not, also later; else the code of its refusal. */
  outcome: "unknown" | "done" | ErrorCode;
}

/** A `welcome` or `messages` frame as it came off the wire, before the client layer made anything of it. */
export interface WireFrame {
  /** Of a `welcome`. */
  epoch?: string;
  /** The room's last message as `welcome` says it; absent in `messages`. */
  headSeq?: number;
  /** Absent in `welcome`. */
  prev?: number;
  rev: number;
  /** `[seq, rev]` of each message, in its order. */
  marks: [number, number][];
}

export interface Connection {
  frames: WireFrame[];
  /** Absent while it is open, and where it ended without one. */
  closeCode?: number;
}

/** What one device had of one room. */
export interface View {
  userId: string;
  room: string;
  /** Has everything from here on: the last message there was when it first came. */
  fromSeq: number;
  /** It stayed to the end; one that left earlier need not have everything. */
  isFinal: boolean;
  /** Everything that was ever shown, each version once, ascending. */
  shown: Message[];
  /** What the timeline shows at the end, in its order. */
  screen: readonly Message[];
  connections: readonly Connection[];
}

/** Somebody was told something of a room. */
export interface Sighting {
  userId: string;
  room: string;
  /** By which way: `history`, `search`, … */
  by: string;
}

export interface Evidence {
  attempts: Attempt[];
  acknowledgements: Acknowledgement[];
  /** Those of each person in the order in which they were tried, one at a time for each message. */
  changes: ChangeAttempt[];
  /** Each room's history at the end, over HTTP. */
  history: Map<string, Message[]>;
  /** What the record holds of each room, read from its file after the server has stopped. */
  recorded: Map<string, RecordedRow[]>;
  /** What search finds of each room, by a word that all of its messages have. */
  found: Map<string, Message[]>;
  views: View[];
  sightings: Sighting[];
}
