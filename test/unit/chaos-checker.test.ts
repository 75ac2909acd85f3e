import { describe, expect, it } from "vitest";
import type { Message } from "../../worker/protocol.ts";
import { check, type Findings } from "../chaos/checker.ts";
import type { Evidence } from "../chaos/evidence.ts";

const message = (seq: number, change: Partial<Message> = {}): Message => ({
  room: "global",
  seq,
  rev: seq,
  id: `message-${seq}`,
  from: { id: "alice", username: "alice", displayName: "Alice" },
  body: `body ${seq}`,
  at: 1_000 + seq,
  ...change,
});

/** Three messages of alice, all acknowledged, recorded, and shown to bob over one connection. */
function sound(): Evidence {
  const messages = [message(1), message(2), message(3)];
  return {
    attempts: messages.map(({ room, id, body }) => ({ room, author: "alice", id, body })),
    acknowledgements: messages.map(({ room, id, seq }) => ({ room, author: "alice", id, seq, afterMs: 5 })),
    history: new Map([["global", messages]]),
    recorded: new Map([["global", messages.map(({ seq, id, body }) => ({ seq, id, body }))]]),
    views: [{ userId: "bob", room: "global", fromSeq: 0, shown: [...messages], connections: [[1, 2, 3]] }],
    leaks: [],
  };
}

const kinds = (evidence: Evidence) =>
  Object.entries(check(evidence))
    .filter(([, found]) => found.length > 0)
    .map(([kind]) => kind);

describe("the checker of the chaos run", () => {
  it("finds nothing where everything is as promised", () => {
    expect(kinds(sound())).toEqual([]);
  });

  it("takes what was never acknowledged either way", () => {
    const evidence = sound();
    evidence.attempts.push({ room: "global", author: "alice", id: "never-back", body: "?" });
    evidence.acknowledgements.pop();
    expect(kinds(evidence)).toEqual([]);
  });

  const broken: [keyof Findings, string, (evidence: Evidence) => void][] = [
    [
      "lost",
      "an acknowledged message that history does not have",
      ({ acknowledgements }) => {
        acknowledgements.push({ room: "global", author: "alice", id: "gone-for-good", seq: 4, afterMs: 1 });
      },
    ],
    [
      "lost",
      "a message that the record does not have",
      ({ recorded }) => {
        recorded.get("global")?.pop();
      },
    ],
    [
      "doubled",
      "one message under two numbers",
      ({ history, views, recorded }) => {
        const twice = message(4, { id: "message-3", body: "body 3" });
        history.get("global")?.push(twice);
        views[0]?.shown.push(twice);
        recorded.get("global")?.push(twice);
      },
    ],
    [
      "phantom",
      "a message that nobody sent",
      ({ history, views, recorded }) => {
        const ghost = message(4, { id: "from-nobody" });
        history.get("global")?.push(ghost);
        views[0]?.shown.push(ghost);
        recorded.get("global")?.push(ghost);
      },
    ],
    [
      "altered",
      "a body that is another than what was sent",
      ({ attempts }) => {
        const [first] = attempts;
        if (first) first.body = "as it was sent";
      },
    ],
    [
      "altered",
      "a screen that shows another body",
      ({ views }) => {
        views[0]?.shown.splice(1, 1, message(2, { body: "forged" }));
      },
    ],
    [
      "altered",
      "a number that was given to another message",
      ({ acknowledgements }) => {
        const [first] = acknowledgements;
        if (first) first.seq = 2;
      },
    ],
    [
      "notDelivered",
      "a screen with a hole",
      ({ views }) => {
        views[0]?.shown.splice(1, 1);
      },
    ],
    [
      "shownTwice",
      "a screen that shows a message twice",
      ({ views }) => {
        views[0]?.shown.push(message(3));
      },
    ],
    [
      "outOfOrder",
      "a number that was left out",
      ({ history, views, recorded, attempts, acknowledgements }) => {
        const late = message(5);
        history.get("global")?.push(late);
        views[0]?.shown.push(late);
        recorded.get("global")?.push(late);
        attempts.push({ room: "global", author: "alice", id: late.id, body: late.body });
        acknowledgements.push({ room: "global", author: "alice", id: late.id, seq: 5, afterMs: 1 });
      },
    ],
    [
      "outOfOrder",
      "a time that goes back",
      ({ history }) => {
        history.get("global")?.splice(2, 1, message(3, { at: 1 }));
      },
    ],
    [
      "outOfOrder",
      "a connection that brought messages in another order",
      ({ views }) => {
        views[0]?.connections.push([4, 3]);
      },
    ],
    [
      "leaked",
      "an answer that told a stranger",
      ({ leaks }) => {
        leaks.push("eve reads dm:alice:bob");
      },
    ],
  ];

  it.each(broken)("calls it %s: %s", (kind, _, breakIt) => {
    const evidence = sound();
    breakIt(evidence);
    expect(kinds(evidence)).toContain(kind);
  });
});
