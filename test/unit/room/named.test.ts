import { expect, it } from "vitest";
import type { Message } from "../../../worker/protocol.ts";
import { Named } from "../../../worker/room/named.ts";

const message = (rev: number, mentions?: string[]): Message => ({
  ...{ room: "global", seq: 1, rev, id: "client-1", body: "x", at: rev },
  ...{ from: { id: "ann", username: "ann", displayName: "Ann" }, ...(mentions ? { mentions } : {}) },
});

it("R20 tells whom a message names, or does not any more, when the record has it, and not who wrote it", () => {
  const named = new Named();
  expect(named.stored(message(1, ["bob", "ann"]))).toEqual(["bob"]);
  expect(named.recorded(0)).toEqual([]);
  expect(named.recorded(1)).toEqual(["bob"]);
  expect(named.recorded(1)).toEqual([]);
  expect(named.stored(message(2, ["carol"]), message(1, ["bob", "ann"]))).toEqual(["carol"]);
  expect(named.recorded(2).sort()).toEqual(["bob", "carol"]);
});

it("R20 tells somebody who is named all the time, though the record is always one behind", () => {
  const named = new Named();
  named.stored(message(1, ["bob"]));
  for (let rev = 2; rev < 10; rev++) {
    named.stored(message(rev, ["bob"]));
    expect(named.recorded(rev - 1)).toEqual(["bob"]);
  }
});

it("R20 tells those whom messages of an earlier waking name, which the record does not have yet", () => {
  const named = new Named();
  named.waiting({ rev: 3, authorId: "ann", mentions: ["bob", "ann"] });
  named.waiting({ rev: 4, authorId: "ann", mentions: null });
  expect(named.recorded(2)).toEqual([]);
  expect(named.recorded(4)).toEqual(["bob"]);
});
