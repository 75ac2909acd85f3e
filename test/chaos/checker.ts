/** Holds the evidence of a run against the promises. It knows nothing of how the evidence came about. */
import { isDeepStrictEqual } from "node:util";
import { type Message, parseRoomId } from "../../worker/protocol.ts";
import { bodiesEver, findWrongChanges } from "./checker-changes.ts";
import { findDisorderOnWire, findRepeatsOnWire } from "./checker-wire.ts";
import type { Acknowledgement, Attempt, ChangeAttempt, Evidence, View } from "./evidence.ts";
import type { RecordedRow } from "./record.ts";

/** Each entry says what is wrong; all of them empty is what was promised. */
export interface Findings {
  /** Acknowledged, and not in history, in the record, or found by search; a change that was done and is not. */
  lost: string[];
  /** One message under two numbers. */
  doubled: string[];
  /** A message that nobody sent. */
  phantom: string[];
  /** Another body, author, number or state than it was sent, acknowledged or changed with, anywhere. */
  altered: string[];
  /** A device that stayed to the end does not show it. */
  notDelivered: string[];
  shownTwice: string[];
  outOfOrder: string[];
  /** Somebody was told of a room that they are not in. */
  leaked: string[];
}

const LONGEST_QUOTE = 60;

/** What is known of messages, by place and by name. */
interface Knowledge {
  /** As history has it at the end. */
  truth: Map<string, Message>;
  attempts: Map<string, Attempt>;
  changes: Map<string, ChangeAttempt[]>;
}

export function check(evidence: Evidence): Findings {
  const all = [...evidence.history.values()].flat();
  const known = knowledgeOf(evidence, all);
  const changes = all.map((message) =>
    findWrongChanges(message, originalOf(message, known), known.changes.get(placeOf(message)) ?? []),
  );
  return {
    lost: [
      ...findLost(evidence, all),
      ...missingFrom(all, evidence.recorded, "is not in the record"),
      ...missingFrom(all.filter(isThere), evidence.found, "is not found by search"),
      ...changes.flatMap(({ lost }) => lost),
    ],
    doubled: repeated(all.map(keyOfMessage)),
    phantom: all.map(keyOfMessage).filter((key) => !known.attempts.has(key)),
    altered: [
      ...changes.flatMap(({ altered }) => altered),
      ...evidence.acknowledgements.flatMap((acknowledgement) => alteredPlace(acknowledgement, known)),
      ...evidence.views.flatMap((view) => alteredIn(view, known)),
      ...[...evidence.recorded].flatMap(([room, rows]) => rows.flatMap((row) => alteredRow(room, row, known))),
      ...[...evidence.found.values()].flat().flatMap((message) => unlike("search", message, known)),
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

function knowledgeOf({ attempts, changes }: Evidence, all: Message[]): Knowledge {
  return {
    truth: new Map(all.map((message) => [placeOf(message), message])),
    attempts: new Map(attempts.map((attempt) => [keyOf(attempt), attempt])),
    changes: Map.groupBy(changes, ({ room, change }) => placeOf({ room, seq: change.seq })),
  };
}

/** A message that nobody sent is a finding of its own, and has the body that it has. */
function originalOf(message: Message, { attempts }: Knowledge): string {
  return attempts.get(keyOfMessage(message))?.body ?? message.body;
}

function findLost({ acknowledgements }: Evidence, all: Message[]): string[] {
  const kept = new Set(all.map(keyOfMessage));
  return acknowledgements.filter((one) => !kept.has(keyOf(one))).map((one) => `${keyOf(one)} #${one.seq}`);
}

function missingFrom(messages: Message[], elsewhere: Map<string, { seq: number }[]>, what: string): string[] {
  const there = new Set([...elsewhere].flatMap(([room, list]) => list.map(({ seq }) => placeOf({ room, seq }))));
  return messages.map(placeOf).flatMap((place) => (there.has(place) ? [] : [`${place} ${what}`]));
}

function alteredPlace(acknowledgement: Acknowledgement, { truth }: Knowledge): string[] {
  const message = truth.get(placeOf(acknowledgement));
  if (!message || keyOfMessage(message) === keyOf(acknowledgement)) return [];
  return [`${placeOf(acknowledgement)} was acknowledged as ${acknowledgement.id} and is ${message.id}`];
}

/** What is on the screen is what the room has; what was shown before was so at some time. */
function alteredIn(view: View, known: Knowledge): string[] {
  const name = nameOf(view);
  const wrong = view.shown.filter((shown) => !wasEver(shown, known));
  return [
    ...wrong.map(({ seq, id }) => `${name}: #${seq} was shown as ${id}, which it never was`),
    ...(view.isFinal ? view.screen.flatMap((shown) => unlike(name, shown, known)) : []),
  ];
}

function wasEver(shown: Message, known: Knowledge): boolean {
  const message = known.truth.get(placeOf(shown));
  if (!message || keyOfMessage(message) !== keyOfMessage(shown) || message.at !== shown.at) return false;
  return bodiesEver(originalOf(message, known), known.changes.get(placeOf(shown)) ?? []).has(shown.body);
}

function unlike(where: string, shown: Message, { truth }: Knowledge): string[] {
  const different = differences(shown, truth.get(placeOf(shown)) ?? {});
  return different.length === 0 ? [] : [`${where}: ${placeOf(shown)} has ${different.join(", ")}`];
}

/** In words; `undefined` fields count as missing. */
function differences(there: object, here: object): string[] {
  const [one, other] = [new Map(Object.entries(there)), new Map(Object.entries(here))];
  const names = [...new Set([...one.keys(), ...other.keys()])];
  const unequal = names.filter((name) => !isDeepStrictEqual(one.get(name), other.get(name)));
  return unequal.map((name) => `${name} ${short(one.get(name))} for ${short(other.get(name))}`);
}

function short(value: unknown): string {
  return (JSON.stringify(value) ?? "none").slice(0, LONGEST_QUOTE);
}

function alteredRow(room: string, row: RecordedRow, { truth }: Knowledge): string[] {
  const message = truth.get(placeOf({ room, seq: row.seq }));
  const different = differences({ ...row, reactions: reactionsIn(row) }, message ? rowOf(message) : {});
  return different.length === 0 ? [] : [`record: ${room} #${row.seq} has ${different.join(", ")}`];
}

function rowOf({ seq, rev, id, from, body, at, editedAt, deletedAt, reactions }: Message) {
  const changed = { editedAt: editedAt ?? null, deletedAt: deletedAt ?? null, reactions: reactions ?? null };
  return { seq, rev, id, authorId: from.id, body, at, ...changed };
}

function reactionsIn({ reactions }: RecordedRow): unknown {
  return reactions === null ? null : JSON.parse(reactions);
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
  const onWire = view.connections.flatMap(({ frames }) => findDisorderOnWire(frames));
  return [...onScreen, ...onWire].map((what) => `${name}: ${what}`);
}

function isForeign({ userId, room }: { userId: string; room: string }): boolean {
  const address = parseRoomId(room);
  return address?.kind === "direct" && !address.userIds.includes(userId);
}

function isThere({ deletedAt }: Message): boolean {
  return deletedAt === undefined;
}

function repeated(keys: string[]): string[] {
  const seen = new Set<string>();
  return keys.filter((key) => seen.size === seen.add(key).size);
}

const keyOf = ({ room, author, id }: Pick<Attempt, "room" | "author" | "id">) => `${room} ${author} ${id}`;
const keyOfMessage = ({ room, from, id }: Message) => `${room} ${from.id} ${id}`;
const placeOf = ({ room, seq }: { room: string; seq: number }) => `${room} #${seq}`;
const nameOf = (view: View) => `${view.userId} in ${view.room}`;
