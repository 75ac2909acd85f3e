/** Holds the evidence of a run against the promises. It knows nothing of how the evidence came about. */
import type { Message } from "../../worker/protocol.ts";
import type { Attempt, Evidence, View } from "./evidence.ts";

/** Each entry says what is wrong; all of them empty is what was promised. */
export interface Findings {
  lost: string[];
  doubled: string[];
  phantom: string[];
  altered: string[];
  notDelivered: string[];
  shownTwice: string[];
  outOfOrder: string[];
  leaked: string[];
}

const keyOf = ({ room, author, id }: Pick<Attempt, "room" | "author" | "id">) => `${room} ${author} ${id}`;
const keyOfMessage = ({ room, from, id }: Message) => `${room} ${from.id} ${id}`;

export function check(evidence: Evidence): Findings {
  const all = [...evidence.history.values()].flat();
  const attempts = new Map(evidence.attempts.map((attempt) => [keyOf(attempt), attempt]));
  return {
    lost: findLost(evidence),
    doubled: repeated(all.map(keyOfMessage)),
    phantom: all.map(keyOfMessage).filter((key) => !attempts.has(key)),
    altered: findAltered(evidence, attempts),
    notDelivered: evidence.views.flatMap((view) => missingIn(view, evidence.history.get(view.room) ?? [])),
    shownTwice: evidence.views.flatMap((view) => repeated(view.shown.map(({ seq }) => `${nameOf(view)} #${seq}`))),
    outOfOrder: [...findDisorder(evidence.history), ...evidence.views.flatMap(findDisorderIn)],
    leaked: evidence.leaks,
  };
}

/** Acknowledged, and not in history under the number it was acknowledged with; or in history and not in the record. */
function findLost({ acknowledgements, history, recorded }: Evidence): string[] {
  const seqs = new Map([...history.values()].flat().map((message) => [keyOfMessage(message), message.seq]));
  const lost = acknowledgements
    .filter((ack) => seqs.get(keyOf(ack)) === undefined)
    .map((ack) => `${keyOf(ack)} #${ack.seq}`);
  for (const [room, messages] of history) {
    const rows = new Set((recorded.get(room) ?? []).map(({ seq, id }) => `${seq} ${id}`));
    for (const { seq, id } of messages)
      if (!rows.has(`${seq} ${id}`)) lost.push(`${room} #${seq} is not in the record`);
  }
  return lost;
}

function findAltered({ acknowledgements, history, views }: Evidence, attempts: Map<string, Attempt>): string[] {
  const altered: string[] = [];
  const truth = new Map<string, Message>();
  for (const message of [...history.values()].flat()) {
    truth.set(`${message.room} #${message.seq}`, message);
    const attempt = attempts.get(keyOfMessage(message));
    if (attempt && attempt.body !== message.body) altered.push(`${keyOfMessage(message)}: body`);
  }
  for (const ack of acknowledgements) {
    const message = truth.get(`${ack.room} #${ack.seq}`);
    if (message && keyOfMessage(message) !== keyOf(ack)) altered.push(`${keyOf(ack)}: another message has #${ack.seq}`);
  }
  for (const view of views) {
    for (const shown of view.shown) {
      const message = truth.get(`${shown.room} #${shown.seq}`);
      if (!message) altered.push(`${nameOf(view)} shows #${shown.seq}, which there is not`);
      else if (message.id !== shown.id || message.body !== shown.body)
        altered.push(`${nameOf(view)} shows another #${shown.seq}`);
    }
  }
  return altered;
}

function missingIn(view: View, history: Message[]): string[] {
  const shown = new Set(view.shown.map(({ seq }) => seq));
  return history
    .filter(({ seq }) => seq > view.fromSeq && !shown.has(seq))
    .map(({ seq }) => `${nameOf(view)} misses #${seq}`);
}

function findDisorder(history: Map<string, Message[]>): string[] {
  return [...history].flatMap(([room, messages]) =>
    messages.flatMap((message, index) => {
      const before = messages[index - 1];
      const fits = message.seq === index + 1 && (!before || message.at > before.at);
      return fits ? [] : [`${room}: #${message.seq} at place ${index + 1}`];
    }),
  );
}

/** On a screen and within each connection messages only ever go on. */
function findDisorderIn(view: View): string[] {
  const orders = [view.shown.map(({ seq }) => seq), ...view.connections];
  return orders.flatMap((seqs) =>
    seqs.flatMap((seq, index) => {
      const before = seqs[index - 1] ?? 0;
      return seq > before ? [] : [`${nameOf(view)}: #${seq} after #${before}`];
    }),
  );
}

function repeated(keys: string[]): string[] {
  const seen = new Set<string>();
  return keys.filter((key) => seen.size === seen.add(key).size);
}

const nameOf = (view: View) => `${view.userId} in ${view.room}`;
