import { describe, expect, test, vi } from "vitest";
import { ApiError } from "../../web/client/api-error.ts";
import { type Change, isDone, withChange } from "../../web/client/change.ts";
import { type ChangeCarrier, createChanges } from "../../web/client/changes.ts";
import type { Message } from "../../worker/protocol.ts";
import { alice, bob, message } from "./support/room-log.ts";

const ROOM = "global";
const edit: Change = { kind: "edit", seq: 1, body: "better" };
const remove: Change = { kind: "delete", seq: 1 };
const react = (emoji: string, on = true): Change => ({ kind: "react", seq: 1, emoji, on });
const look = (change: Change, of: Message = message(1)) => withChange(of, change, alice.id, 7);

describe("a message with a change that is on its way", () => {
  test("shows the new text, and that it was edited", () => {
    expect(look(edit)).toEqual({ ...message(1), body: "better", editedAt: 7 });
    // As the server keeps it, so that its answer is known when it comes.
    const typed: Change = { ...edit, body: " better\r\nnow \n" };
    expect(look(typed).body).toBe("better\nnow");
    expect(isDone(typed, { ...message(1), body: "better\nnow" }, alice.id)).toBe(true);
  });

  test("is gone when it is deleted, its reactions too", () => {
    const liked = { ...message(1), reactions: { "👍": [bob.id] }, reactionCounts: { "👍": 120 } };
    expect(look(remove, liked)).toEqual({ ...message(1), body: "", deletedAt: 7 });
  });

  test("counts one's own reaction once, keeps the others in their places, and drops a kind nobody is left in", () => {
    const liked = { ...message(1), reactions: { "👍": [bob.id], "🎉": [bob.id] } };
    const both = look(react("👍"), liked);
    expect(Object.entries(both.reactions ?? {})).toEqual([
      ["👍", [bob.id, alice.id]],
      ["🎉", [bob.id]],
    ]);
    expect(look(react("👍"), both)).toBe(both);
    expect(look(react("👍", false), both).reactions).toEqual(liked.reactions);
    expect(look(react("🎉", false), { ...message(1), reactions: { "🎉": [alice.id] } }).reactions).toEqual({});
  });

  test("counts beyond those who are named", () => {
    const crowd = Array.from({ length: 100 }, (_, index) => `user${index}`);
    const liked = { ...message(1), reactions: { "👍": crowd }, reactionCounts: { "👍": 200 } };
    expect(look(react("👍"), liked)).toBe(liked);
    const mine = { ...liked, reactions: { "👍": [alice.id, ...crowd.slice(1)] } };
    expect(look(react("👍", false), { ...mine, reactionCounts: { "👍": 100 } }).reactionCounts).toEqual({ "👍": 99 });
  });

  test("shows nothing that was asked for once it is deleted", () => {
    const deleted = { ...message(1), body: "", deletedAt: 3 };
    for (const change of [edit, remove, react("👍")]) {
      expect(isDone(change, deleted, alice.id)).toBe(true);
      expect(look(change, deleted)).toBe(deleted);
    }
  });
});

/** The other end of a carrier: answers when the scene says so. */
function createAnswers() {
  const asked: { change: Change; resolve(): void; reject(error: ApiError): void }[] = [];
  const carrier: ChangeCarrier = ({ change }) =>
    new Promise<void>((resolve, reject) => asked.push({ change, resolve, reject }));
  return { carrier, asked };
}

describe("changes on their way", () => {
  test("are there at once and gone with their answer, one at a time for each message", async () => {
    const { carrier, asked } = createAnswers();
    const changes = createChanges({ carrier, onChange: () => undefined });
    changes.make(ROOM, react("👍"));
    changes.make(ROOM, react("👍", false));
    changes.make(ROOM, { kind: "delete", seq: 2 });
    expect(changes.items(ROOM)).toHaveLength(3);
    expect(asked.map(({ change }) => change.seq)).toEqual([1, 2]);
    asked[0]?.resolve();
    await vi.waitFor(() => expect(asked).toHaveLength(3));
    expect(asked[2]?.change).toEqual(react("👍", false));
    for (const { resolve } of asked) resolve();
    await vi.waitFor(() => expect(changes.items(ROOM)).toEqual([]));
  });

  test("stay with their reason when they are refused, until they are tried again or forgotten", async () => {
    const { carrier, asked } = createAnswers();
    const changes = createChanges({ carrier, onChange: () => undefined });
    changes.make(ROOM, edit);
    asked[0]?.reject(new ApiError("forbidden", "not yours"));
    await vi.waitFor(() =>
      expect(changes.items(ROOM)).toMatchObject([
        { change: edit, failure: { code: "forbidden", detail: "not yours" } },
      ]),
    );
    changes.retry(changes.items(ROOM)[0]?.ref ?? "");
    expect(changes.items(ROOM)).toMatchObject([{ change: edit }]);
    expect(changes.items(ROOM)[0]).not.toHaveProperty("failure");
    asked[1]?.reject(new ApiError("unreachable", "nobody there"));
    await vi.waitFor(() => expect(changes.items(ROOM)[0]?.failure?.code).toBe("unreachable"));
    changes.dismiss(changes.items(ROOM)[0]?.ref ?? "");
    expect(changes.items(ROOM)).toEqual([]);
    expect(asked).toHaveLength(2);
  });

  test("take the place of a refused one about the same thing, and of nothing else", async () => {
    const { carrier, asked } = createAnswers();
    const changes = createChanges({ carrier, onChange: () => undefined });
    for (const change of [react("👍"), react("🎉")]) changes.make(ROOM, change);
    for (const index of [0, 1]) {
      await vi.waitFor(() => expect(asked).toHaveLength(index + 1));
      asked[index]?.reject(new ApiError("conflict", "too many"));
    }
    await vi.waitFor(() => expect(changes.items(ROOM).filter(({ failure }) => failure)).toHaveLength(2));
    changes.make(ROOM, react("🎉"));
    expect(changes.items(ROOM).map(({ change, failure }) => [change, failure?.code])).toEqual([
      [react("👍"), "conflict"],
      [react("🎉"), undefined],
    ]);
  });
});
