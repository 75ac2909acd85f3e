/** What one person tried and was told, over all of their devices. */
import type { Change } from "../../web/client/change.ts";
import type { Message } from "../../worker/protocol.ts";
import type { Acknowledgement, Attempt, ChangeAttempt, Sighting, View } from "./evidence.ts";

export interface Journal {
  readonly attempts: readonly Attempt[];
  readonly acknowledgements: readonly Acknowledgement[];
  readonly changes: readonly ChangeAttempt[];
  /** Of devices that are gone. */
  readonly views: View[];
  sightings(): Sighting[];
  queued(room: string, id: string, body: string): void;
  /** Something is tried; what comes of it is to be noted in what this gives. */
  changing(room: string, change: Change): ChangeAttempt;
  /** A message came. Where it is one of this person's, and the first time, that acknowledges it. */
  came(message: Message): void;
  /** This person was told something of a room. */
  saw(room: string, by: string): void;
}

export function createJournal(author: string): Journal {
  const attempts: Attempt[] = [];
  const acknowledgements: Acknowledgement[] = [];
  const changes: ChangeAttempt[] = [];
  const queuedAt = new Map<string, number>();
  const seen = new Map<string, Sighting>();
  return {
    attempts,
    acknowledgements,
    changes,
    views: [],
    sightings: () => [...seen.values()],
    queued(room, id, body) {
      attempts.push({ room, author, id, body });
      queuedAt.set(id, performance.now());
    },
    changing(room, change) {
      const attempt: ChangeAttempt = { room, userId: author, change, outcome: "unknown" };
      changes.push(attempt);
      return attempt;
    },
    came({ room, id, seq, from }) {
      const since = queuedAt.get(id);
      if (since === undefined || from.id !== author) return;
      queuedAt.delete(id);
      const at = performance.now();
      acknowledgements.push({ room, author, id, seq, at, afterMs: at - since });
    },
    saw(room, by) {
      seen.set(`${by} ${room}`, { userId: author, room, by });
    },
  };
}
