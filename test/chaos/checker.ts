/** Holds the evidence of a run against the promises. It knows nothing of how the evidence came about. */
import { isDeepStrictEqual } from "node:util";
import { type Message, parseRoomId } from "../../worker/protocol.ts";
import { findDisorderOnWire, findRepeatsOnWire } from "./checker-wire.ts";
import type { Acknowledgement, Attempt, Evidence, View } from "./evidence.ts";
import type { RecordedRow } from "./record.ts";

/** Each entry says what is wrong; all of them empty is what was promised. */
export interface Findings {
  /** Acknowledged, and not in history, in the record, or found by search. */
  lost: string[];
  /** One message under two numbers. */
  doubled: string[];
  /** A message that nobody sent. */
  phantom: string[];
  /** Another body, author or number than it was sent or acknowledged with, anywhere. */
  altered: string[];
  /** A device that stayed to the end does not show it. */
  notDelivered: string[];
  shownTwice: string[];
  outOfOrder: string[];
  /** A message, or a word of one, that somebody was told who is not in that room. */
  leaked: string[];
}

export function check(evidence: Evidence): Findings {
  const all = [...evidence.history.values()].flat();
  const truth = new Map(all.map((message) => [placeOf(message), message]));
  const attempts = new Map(evidence.attempts.map((attempt) => [keyOf(attempt), attempt]));
  return {
    lost: [...findLost(evidence, all), ...findUnrecorded(evidence), ...findUnfound(evidence)],
    doubled: repeated(all.map(keyOfMessage)),
    phantom: all.map(keyOfMessage).filter((key) => !attempts.has(key)),
    altered: [
      ...all.flatMap((message) => alteredBody(message, attempts)),
      ...evidence.acknowledgements.flatMap((acknowledgement) => alteredPlace(acknowledgement, truth)),
      ...evidence.views.flatMap((view) => alteredIn(view, truth)),
      ...[...evidence.recorded].flatMap(([room, rows]) => rows.flatMap((row) => alteredRow(room, row, truth))),
      ...[...evidence.found.values()].flat().flatMap((message) => unlike("search", message, truth)),
    ],
    notDelivered: evidence.views.flatMap((view) => missingIn(view, evidence.history.get(view.room) ?? [])),
    shownTwice: [...evidence.views.flatMap(findRepeats), ...findRepeatedHits(evidence)],
    outOfOrder: [...findDisorder(evidence.history), ...evidence.views.flatMap(findDisorderIn)],
    leaked: evidence.sightings
      .filter(isForeign)
      .map(({ userId, room, by }) => `${userId} was told of ${room} by ${by}`),
  };
}

export function isSound(findings: Findings): boolean {
  return Object.values(findings).every((found) => found.length === 0);
}

function findLost({ acknowledgements }: Evidence, all: Message[]): string[] {
  const kept = new Set(all.map(keyOfMessage));
  return acknowledgements.filter((one) => !kept.has(keyOf(one))).map((one) => `${keyOf(one)} #${one.seq}`);
}

function findUnrecorded({ history, recorded }: Evidence): string[] {
  return missingFrom(history, (room) => recorded.get(room), "is not in the record");
}

function findUnfound({ history, found }: Evidence): string[] {
  return missingFrom(history, (room) => found.get(room), "is not found by search");
}

function missingFrom(
  history: Evidence["history"],
  elsewhere: (room: string) => { seq: number }[] | undefined,
  what: string,
): string[] {
  return [...history].flatMap(([room, messages]) => {
    const there = new Set(elsewhere(room)?.map(({ seq }) => seq));
    return messages.filter(({ seq }) => !there.has(seq)).map((message) => `${placeOf(message)} ${what}`);
  });
}

function alteredBody(message: Message, attempts: Map<string, Attempt>): string[] {
  const attempt = attempts.get(keyOfMessage(message));
  return attempt && attempt.body !== message.body ? [`${placeOf(message)} has another body than was sent`] : [];
}

function alteredPlace(acknowledgement: Acknowledgement, truth: Map<string, Message>): string[] {
  const message = truth.get(placeOf(acknowledgement));
  if (!message || keyOfMessage(message) === keyOf(acknowledgement)) return [];
  return [`${placeOf(acknowledgement)} was acknowledged as ${acknowledgement.id} and is ${message.id}`];
}

/** What is on the screen is what the room has; what was shown before was it, too. */
function alteredIn(view: View, truth: Map<string, Message>): string[] {
  const name = nameOf(view);
  return [
    ...view.shown.flatMap((shown) => {
      const message = truth.get(placeOf(shown));
      if (message && isSameMessage(message, shown)) return [];
      return [`${name}: #${shown.seq} was shown as ${shown.id} and is ${message?.id ?? "nothing"}`];
    }),
    ...(view.isFinal ? view.screen.flatMap((shown) => unlike(name, shown, truth)) : []),
  ];
}

function isSameMessage(one: Message, other: Message): boolean {
  return keyOfMessage(one) === keyOfMessage(other) && one.body === other.body && one.at === other.at;
}

function unlike(where: string, shown: Message, truth: Map<string, Message>): string[] {
  return isDeepStrictEqual(shown, truth.get(placeOf(shown))) ? [] : [`${where}: ${placeOf(shown)} is another there`];
}

function alteredRow(room: string, row: RecordedRow, truth: Map<string, Message>): string[] {
  const message = truth.get(placeOf({ room, seq: row.seq }));
  const { id, authorId, body, at } = row;
  const isSame = message?.id === id && message.from.id === authorId && message.body === body && message.at === at;
  return isSame ? [] : [`record: ${room} #${row.seq} is another there`];
}

function missingIn(view: View, history: Message[]): string[] {
  if (!view.isFinal) return [];
  const shown = new Set(view.shown.map(({ seq }) => seq));
  return history
    .filter(({ seq }) => seq > view.fromSeq && !shown.has(seq))
    .map(({ seq }) => `${nameOf(view)}: #${seq} was never shown`);
}

function findRepeats(view: View): string[] {
  const name = nameOf(view);
  return [
    ...repeated(view.screen.map(({ seq }) => `#${seq}`)),
    ...repeated(view.screen.map(keyOfMessage)),
    ...view.connections.flatMap(({ frames }) => findRepeatsOnWire(frames)),
  ].map((what) => `${name}: ${what} is there twice`);
}

function findRepeatedHits({ found }: Evidence): string[] {
  return [...found.values()].flatMap((hits) => repeated(hits.map(placeOf)).map((place) => `search: ${place}`));
}

function findDisorder(history: Evidence["history"]): string[] {
  return [...history].flatMap(([room, messages]) =>
    messages.flatMap((message, index) => {
      const before = messages[index - 1];
      const fits = message.seq === index + 1 && (!before || message.at > before.at);
      return fits ? [] : [`${room}: #${message.seq} at place ${index + 1}`];
    }),
  );
}

function findDisorderIn(view: View): string[] {
  const name = nameOf(view);
  const onScreen = view.screen.flatMap(({ seq }, index) => {
    const before = view.screen[index - 1]?.seq ?? 0;
    return seq >= before ? [] : [`#${seq} after #${before}`];
  });
  return [...onScreen, ...view.connections.flatMap(({ frames }) => findDisorderOnWire(frames))].map(
    (what) => `${name}: ${what}`,
  );
}

function isForeign({ userId, room }: { userId: string; room: string }): boolean {
  const address = parseRoomId(room);
  return address?.kind === "direct" && !address.userIds.includes(userId);
}

function repeated(keys: string[]): string[] {
  const seen = new Set<string>();
  return keys.filter((key) => seen.size === seen.add(key).size);
}

const keyOf = ({ room, author, id }: Pick<Attempt, "room" | "author" | "id">) => `${room} ${author} ${id}`;
const keyOfMessage = ({ room, from, id }: Message) => `${room} ${from.id} ${id}`;
const placeOf = ({ room, seq }: { room: string; seq: number }) => `${room} #${seq}`;
const nameOf = (view: View) => `${view.userId} in ${view.room}`;
