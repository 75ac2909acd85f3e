import { describe, expect, test } from "vitest";
import { createComposing } from "../../web/models/composing.ts";
import { createDrafts, type DraftStorage } from "../../web/models/drafts.ts";
import { LIMITS } from "../../worker/protocol.ts";
import { message } from "./support/room-log.ts";

function createStorage() {
  const kept = new Map<string, string>();
  const storage: DraftStorage = {
    get: (key) => kept.get(key),
    set: (key, value) => void kept.set(key, value),
    remove: (key) => void kept.delete(key),
  };
  return { kept, storage };
}

describe("drafts", () => {
  test("stay in their room and with their writer", () => {
    const { kept, storage } = createStorage();
    createDrafts(storage, "alice").set("global", { text: "half a thou" });
    expect(createDrafts(storage, "alice").get("global")).toEqual({ text: "half a thou" });
    expect(createDrafts(storage, "alice").get("dm:a:b")).toEqual({ text: "" });
    expect(createDrafts(storage, "bob").get("global")).toEqual({ text: "" });
    createDrafts(storage, "alice").set("global", { text: "" });
    expect(kept.size).toBe(0);
  });

  test.each(["plain text", "{", '{"text":5}', "null"])("that cannot be read are text (%s)", (stored) => {
    const { storage } = createStorage();
    storage.set("draft:alice:global", stored);
    expect(createDrafts(storage, "alice").get("global")).toEqual({ text: stored });
  });
});

describe("what is being written", () => {
  const open = (storage: DraftStorage) => createComposing("global", createDrafts(storage, "alice"));

  test("survives a reload, the message it answers too", () => {
    const { storage } = createStorage();
    const before = open(storage);
    before.write("yes, bec");
    before.reply(7);
    const after = open(storage);
    expect([after.text.value, after.about.value]).toEqual(["yes, bec", { kind: "reply", seq: 7 }]);
    expect(after.take()).toEqual({ body: "yes, bec", about: { kind: "reply", seq: 7 } });
    expect(open(storage).about.value).toBeUndefined();
  });

  test("waits while a message is edited, and is back when that is over or given up", () => {
    const { storage } = createStorage();
    const composing = open(storage);
    composing.write("half a thou");
    composing.edit(message(3));
    expect(composing.text.value).toBe("text 3");
    composing.write("text three");
    // A reload in the middle of it.
    const again = open(storage);
    expect(again.text.value).toBe("text three");
    expect(again.take()).toEqual({ body: "text three", about: { kind: "edit", seq: 3 } });
    expect(again.text.value).toBe("half a thou");
    again.edit(message(3));
    expect(again.cancel()).toBe(true);
    expect([again.text.value, again.cancel()]).toEqual(["half a thou", false]);
  });

  test("is not lost to a message that comes back", () => {
    const composing = open(createStorage().storage);
    composing.write("new");
    composing.giveBack("refused", 4);
    expect([composing.text.value, composing.about.value]).toEqual(["refused\nnew", { kind: "reply", seq: 4 }]);
  });

  test("is not lost, nor the edit that is open, to a message that comes back or to another window", () => {
    const { storage } = createStorage();
    const [composing, elsewhere] = [open(storage), open(storage)];
    composing.edit(message(3));
    composing.write("half an edit");
    composing.giveBack("refused");
    expect(composing.text.value).toBe("half an edit");
    composing.cancel();
    expect(composing.text.value).toBe("refused");
    elsewhere.reread();
    expect(elsewhere.text.value).toBe("refused");
  });

  test("cannot be taken while it is empty or too long", () => {
    const composing = open(createStorage().storage);
    composing.write("  \n ");
    expect(composing.take()).toBeUndefined();
    composing.write("😀".repeat(LIMITS.bodyCodePoints + 1));
    expect([composing.take(), composing.left.value]).toEqual([undefined, -1]);
    composing.write("😀".repeat(LIMITS.bodyCodePoints));
    expect(composing.take()?.about).toBeUndefined();
  });
});
