import { describe, expect, it } from "vitest";
import type { Change } from "../../web/client/change.ts";
import type { Message } from "../../worker/protocol.ts";
import { check, type Findings } from "../chaos/checker.ts";
import type { Acknowledgement, ChangeAttempt, Evidence, View, WireFrame } from "../chaos/evidence.ts";
import type { RecordedRow } from "../chaos/record.ts";

const ROOM = "dm:alice:bob";

const message = (seq: number, change: Partial<Message> = {}): Message => ({
  room: ROOM,
  seq,
  rev: seq,
  id: `message-${seq}`,
  from: { id: "alice", username: "alice", displayName: "Alice" },
  body: `body ${seq}`,
  at: 1_000 + seq,
  ...change,
});

const rowOf = ({ seq, rev, id, from, body, at, editedAt, deletedAt, reactions }: Message): RecordedRow => ({
  seq,
  rev,
  id,
  authorId: from.id,
  body,
  at,
  editedAt: editedAt ?? null,
  deletedAt: deletedAt ?? null,
  reactions: reactions ? JSON.stringify(reactions) : null,
});
const acknowledged = (seq: number, id = `message-${seq}`): Acknowledgement => ({
  room: ROOM,
  author: "alice",
  id,
  seq,
  at: seq,
  afterMs: 5,
});

/** A welcome to a room with one message, and a frame for each of two more. */
const wire = (): WireFrame[] => [
  { headSeq: 1, rev: 1, marks: [[1, 1]] },
  { prev: 1, rev: 2, marks: [[2, 2]] },
  { prev: 2, rev: 3, marks: [[3, 3]] },
];

const viewOf = (messages: Message[]): View => ({
  userId: "bob",
  room: ROOM,
  fromSeq: 0,
  isFinal: true,
  shown: [...messages],
  screen: [...messages],
  connections: [{ frames: wire() }],
});

/** Three messages of alice, acknowledged, recorded, found, and shown to bob over one connection. */
function sound() {
  const messages = [message(1), message(2), message(3)];
  const bob = viewOf(messages);
  const history = [...messages];
  const recorded = messages.map(rowOf);
  const found = [...messages];
  const evidence: Evidence = {
    attempts: messages.map(({ room, id, body }) => ({ room, author: "alice", id, body })),
    acknowledgements: messages.map(({ seq }) => acknowledged(seq)),
    changes: [],
    history: new Map([[ROOM, history]]),
    recorded: new Map([[ROOM, recorded]]),
    found: new Map([[ROOM, found]]),
    views: [bob],
    sightings: [{ userId: "bob", room: ROOM, by: "history" }],
  };
  return { ...evidence, evidence, bob, wire: bob.connections[0]?.frames ?? [], all: { history, recorded, found } };
}
type Scene = ReturnType<typeof sound>;

/** Puts a message wherever one has to be. */
function add({ all, bob }: Scene, extra: Message): void {
  for (const list of [all.history, all.found, bob.shown]) list.push(extra);
  bob.screen = [...bob.screen, extra];
  all.recorded.push(rowOf(extra));
}

/** Message 2 is this everywhere in the end. */
function become(change: Partial<Message>, { all, bob }: Scene): void {
  const after = message(2, { rev: 4, ...change });
  for (const list of [all.history, all.found]) list.splice(1, 1, after);
  all.recorded.splice(1, 1, rowOf(after));
  bob.screen = [message(1), after, message(3)];
  if (after.deletedAt !== undefined) all.found.splice(1, 1);
}

const tried = (change: Change, outcome: ChangeAttempt["outcome"] = "done", userId = "alice"): ChangeAttempt => ({
  room: ROOM,
  userId,
  change,
  outcome,
});
const edit = (body: string): Change => ({ kind: "edit", seq: 2, body });
const remove: Change = { kind: "delete", seq: 2 };
const react = (on: boolean): Change => ({ kind: "react", seq: 2, emoji: "👍", on });
const EDITED = { body: "better", editedAt: 5_000 };
const DELETED = { body: "", deletedAt: 5_000 };
const LIKED = { reactions: { "👍": ["bob"] } };

function kinds({ evidence }: Scene): string[] {
  return Object.entries(check(evidence))
    .filter(([, found]) => found.length > 0)
    .map(([kind]) => kind);
}

describe("the checker of the chaos run", () => {
  it("finds nothing where everything is as promised", () => {
    expect(kinds(sound())).toEqual([]);
  });

  it("takes what was never acknowledged either way", () => {
    const scene = sound();
    scene.attempts.push({ room: ROOM, author: "alice", id: "never-back", body: "?" });
    scene.acknowledgements.pop();
    expect(kinds(scene)).toEqual([]);
  });

  it("asks of a device that left no more than that it showed what there is", () => {
    const scene = sound();
    scene.bob.isFinal = false;
    scene.bob.shown.pop();
    expect(kinds(scene)).toEqual([]);
  });

  it("asks of a device that came later for what was said since", () => {
    const scene = sound();
    scene.bob.fromSeq = 2;
    scene.bob.shown.splice(0, 2);
    expect(kinds(scene)).toEqual([]);
  });

  it.each<[keyof Findings, string, (scene: Scene) => void]>([
    ["lost", "an acknowledged message is not in history", (scene) => scene.acknowledgements.push(acknowledged(4))],
    ["lost", "a message is not in the record", ({ all }) => all.recorded.pop()],
    ["lost", "a message is not found by search", ({ all }) => all.found.pop()],
    ["doubled", "one message has two numbers", (scene) => add(scene, message(4, { id: "message-3", body: "body 3" }))],
    ["phantom", "there is a message that nobody sent", (scene) => add(scene, message(4, { id: "from-nobody" }))],
    [
      "altered",
      "a body is another than what was sent",
      (scene) => scene.attempts.splice(0, 1, { room: ROOM, author: "alice", id: "message-1", body: "as it was sent" }),
    ],
    [
      "altered",
      "a screen shows another body",
      ({ bob }) => {
        bob.screen = [message(1), message(2, { body: "forged" }), message(3)];
      },
    ],
    [
      "altered",
      "a screen shows what changed meanwhile as it was",
      ({ bob, all }) => {
        all.history.splice(1, 1, message(2, { rev: 4, editedAt: 9_000 }));
        all.found.splice(1, 1, message(2, { rev: 4, editedAt: 9_000 }));
        expect(bob.screen[1]).toEqual(message(2));
      },
    ],
    [
      "altered",
      "another message was shown under that number before",
      ({ bob }) => bob.shown.splice(1, 0, message(2, { id: "message-x" })),
    ],
    ["altered", "somebody was shown a message that there is not", ({ bob }) => bob.shown.push(message(4))],
    ["altered", "the record has another body", ({ all }) => all.recorded.splice(1, 1, rowOf(message(2, { body: "" })))],
    [
      "altered",
      "the record has another author",
      ({ all }) => all.recorded.splice(1, 1, { ...rowOf(message(2)), authorId: "bob" }),
    ],
    ["altered", "search shows another body", ({ all }) => all.found.splice(1, 1, message(2, { body: "body" }))],
    [
      "altered",
      "a number was given to another message",
      (scene) => scene.acknowledgements.splice(0, 1, acknowledged(2, "message-1")),
    ],
    ["notDelivered", "a message was never shown", ({ bob }) => bob.shown.splice(1, 1)],
    [
      "shownTwice",
      "a screen shows a message twice",
      ({ bob }) => {
        bob.screen = [...bob.screen, message(3)];
      },
    ],
    [
      "shownTwice",
      "a screen shows a message under two numbers",
      ({ bob }) => {
        bob.screen = [...bob.screen, message(4, { id: "message-3" })];
      },
    ],
    [
      "shownTwice",
      "one change comes twice on one connection",
      (scene) => scene.wire.push({ prev: 3, rev: 4, marks: [[3, 3]] }),
    ],
    ["shownTwice", "search shows a message twice", ({ all }) => all.found.push(message(3))],
    [
      "outOfOrder",
      "a number is left out",
      (scene) => {
        add(scene, message(5));
        scene.attempts.push({ room: ROOM, author: "alice", id: "message-5", body: "body 5" });
      },
    ],
    ["outOfOrder", "a time goes back", ({ all }) => all.history.splice(2, 1, message(3, { at: 1 }))],
    [
      "outOfOrder",
      "a screen has another order",
      ({ bob }) => {
        bob.screen = [message(2), message(1), message(3)];
      },
    ],
    ["outOfOrder", "messages come before the welcome", (scene) => scene.wire.shift()],
    ["outOfOrder", "a frame does not follow the one before it", (scene) => scene.wire.splice(1, 1)],
    [
      "outOfOrder",
      "a frame leaves a message out",
      (scene) => scene.wire.splice(1, 2, { prev: 1, rev: 3, marks: [[3, 3]] }),
    ],
    [
      "outOfOrder",
      "a frame is out of order in itself",
      (scene) => {
        const both: WireFrame["marks"] = [
          [3, 3],
          [2, 2],
        ];
        scene.wire.splice(1, 2, { prev: 1, rev: 3, marks: both });
      },
    ],
    [
      "outOfOrder",
      "a frame holds a change that it says it does not",
      (scene) => scene.wire.splice(2, 1, { prev: 2, rev: 3, marks: [[3, 4]] }),
    ],
    [
      "leaked",
      "a stranger was told of the room",
      (scene) => scene.sightings.push({ userId: "eve", room: ROOM, by: "search" }),
    ],
  ])("calls it %s where %s", (kind, _, breakIt) => {
    const scene = sound();
    breakIt(scene);
    expect(kinds(scene)).toContain(kind);
  });

  it.each<[string, Partial<Message>, ChangeAttempt[]]>([
    ["was edited", EDITED, [tried(edit("good")), tried(edit("better"))]],
    ["may have been edited", {}, [tried(edit("better"), "unknown")]],
    ["may have been edited, and was", EDITED, [tried(edit("better"), "unknown")]],
    ["was edited after an edit that nobody knows of", EDITED, [tried(edit("?"), "unknown"), tried(edit("better"))]],
    ["was edited before an edit that comes late", EDITED, [tried(edit("better"), "unknown"), tried(edit("good"))]],
    ["was deleted", DELETED, [tried(edit("good")), tried(react(true), "done", "bob"), tried(remove)]],
    ["was deleted before it could be edited", DELETED, [tried(remove), tried(edit("late"), "not_found")]],
    ["was reacted to", LIKED, [tried(react(true), "done", "bob")]],
    ["was reacted to and then not", {}, [tried(react(true), "done", "bob"), tried(react(false), "done", "bob")]],
    ["may have been reacted to", LIKED, [tried(react(true), "unknown", "bob")]],
  ])("finds nothing where a message %s", (_, change, changes) => {
    const scene = sound();
    become(change, scene);
    scene.changes.push(...changes);
    expect(check(scene.evidence)).toEqual(check(sound().evidence));
  });

  it.each<[keyof Findings, string, Partial<Message>, ChangeAttempt[]]>([
    ["lost", "an edit is not there", {}, [tried(edit("better"))]],
    ["lost", "an edit went back to one before it", EDITED, [tried(edit("better")), tried(edit("best"))]],
    ["lost", "a deleted message is there", {}, [tried(remove)]],
    ["lost", "a reaction is not there", {}, [tried(react(true), "done", "bob")]],
    ["lost", "a reaction that was taken back is there", LIKED, [tried(react(true)), tried(react(false))].map(byBob)],
    ["altered", "there is an edit of nobody", EDITED, []],
    ["altered", "an edit is not marked as one", { body: "better" }, [tried(edit("better"))]],
    ["altered", "a message is marked as edited that was not", { editedAt: 5_000 }, []],
    ["altered", "a message is deleted and nobody did that", DELETED, []],
    ["altered", "something is left of a deleted message", { ...DELETED, body: "body 2" }, [tried(remove)]],
    ["altered", "a deleted message has reactions", { ...DELETED, ...LIKED }, [tried(remove)]],
    ["altered", "there is a reaction of nobody", LIKED, []],
    ["altered", "a change was refused without a reason", {}, [tried(edit("better"), "not_found")]],
    ["altered", "a change was refused to who may make it", DELETED, [tried(edit("x"), "forbidden"), tried(remove)]],
  ])("calls it %s where %s", (kind, _, change, changes) => {
    const scene = sound();
    become(change, scene);
    scene.changes.push(...changes);
    expect(kinds(scene)).toEqual([kind]);
  });
});

function byBob(attempt: ChangeAttempt): ChangeAttempt {
  return { ...attempt, userId: "bob" };
}
