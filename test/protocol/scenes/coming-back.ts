import { describe, expect, it } from "vitest";
import { Cable } from "../cable.ts";
import { newId } from "../line.ts";
import { strangers } from "../person.ts";
import { origin } from "../server.ts";

describe("coming back", () => {
  it("S4 S21 C1 brings what was missed after the cable was pulled, once and in order", async () => {
    const { alice, bob, room } = await strangers(origin());
    const cable = await Cable.to(origin());
    try {
      const [atAlice, atBob] = [await alice.join(room, { host: cable.host }), await bob.join(room)];
      await atBob.say("one");
      await atAlice.message(({ body }) => body === "one");
      cable.cut();
      await atAlice.until("the cut", () => atAlice.closes.length > 0);
      await atBob.say("two");
      await atBob.say("three");
      cable.mend();
      await atAlice.message(({ body }) => body === "three");
      const [first, second] = atAlice.frames.filter((frame) => frame.type === "welcome");
      expect(first).toMatchObject({ reset: true });
      expect(second).toMatchObject({
        reset: false,
        epoch: first?.epoch,
        messages: [{ body: "two" }, { body: "three" }],
      });
      expect(atAlice.messages().map(({ body }) => body)).toEqual(["one", "two", "three"]);
      await atAlice.say("four");
      expect(await atBob.message(({ body }) => body === "four")).toMatchObject({ seq: 4, rev: 4 });
    } finally {
      cable.remove();
    }
  });

  it("S17 R8 what was sent into the cut and is sent again is stored once", async () => {
    const { alice, bob, room } = await strangers(origin());
    const cable = await Cable.to(origin());
    try {
      const [atAlice, atBob] = [await alice.join(room, { host: cable.host }), await bob.join(room)];
      const ids = Array.from({ length: 10 }, newId);
      const send = (from: number) => {
        for (const id of ids.slice(from, from + 5))
          atAlice.send({ type: "send", id, body: `number ${ids.indexOf(id)}` });
      };
      const cameAs = (wanted: string) => atAlice.frames.filter(({ type }) => type === wanted).length;
      send(0);
      await atBob.message(({ id }) => id === ids[4]);
      // These are lost on the way.
      send(5);
      cable.pull();
      await atAlice.until("welcome again", () => cameAs("welcome") === 2);
      send(0);
      send(5);
      await atAlice.until("what was there", () => cameAs("known") === 5);
      for (const id of ids) await atBob.message((message) => message.id === id);
      for (const id of ids) await atAlice.message((message) => message.id === id);
      await atBob.say("end");
      const heard = atBob.messages().map(({ id }) => id);
      expect(heard.slice(0, 10).toSorted()).toEqual(ids);
      expect(heard).toHaveLength(11);
    } finally {
      cable.remove();
    }
  });

  it("S21 gives nothing to whom nothing was missed by", async () => {
    const { alice, bob, room } = await strangers(origin());
    const line = await alice.join(room);
    const { rev } = await line.say("one");
    const { epoch } = await line.next("welcome");
    const welcome = await (await (await alice.again()).join(room, { since: String(rev), epoch })).next("welcome");
    expect(welcome).toMatchObject({ reset: false, messages: [], seq: 1, rev: 1 });
    const fromStart = await (await bob.join(room, { since: "0", epoch })).next("welcome");
    expect(fromStart).toMatchObject({ reset: false, messages: [{ seq: 1 }] });
  });

  it("S22 S23 S24 starts afresh, without an error, where since or epoch make no sense", async () => {
    const { alice, room } = await strangers(origin());
    const line = await alice.join(room);
    for (let n = 1; n <= 30; n++) line.send({ type: "send", id: newId(), body: `number ${n}` });
    await line.message(({ seq }) => seq === 30);
    const { epoch } = await line.next("welcome");
    const good = await (await alice.join(room, { since: "28", epoch })).next("welcome");
    expect(good).toMatchObject({ reset: false, messages: [{ seq: 29 }, { seq: 30 }] });
    for (const [since, ofEpoch] of [
      [undefined, epoch],
      ["28", undefined],
      ["28", "another"],
      ["31", epoch],
      ["-1", epoch],
      ["1.5", epoch],
      ["x", epoch],
      ["", epoch],
      ["1e1", epoch],
      ["99999999999999999999", epoch],
      ["NaN", epoch],
    ]) {
      const welcome = await (await alice.join(room, { since, epoch: ofEpoch })).next("welcome");
      expect(welcome, `since ${since}, epoch ${ofEpoch}`).toMatchObject({ reset: true, seq: 30, rev: 30, epoch });
      expect(welcome.messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 25 }, (_, index) => index + 6));
    }
  });

  it("S23 starts afresh where more than 200 messages were missed", async () => {
    const { alice, room } = await strangers(origin());
    const line = await alice.join(room);
    for (let n = 1; n <= 201; n++) line.send({ type: "send", id: newId(), body: `number ${n}` });
    await line.message(({ seq }) => seq === 201);
    const { epoch } = await line.next("welcome");
    const near = await (await alice.join(room, { since: "1", epoch })).next("welcome");
    expect(near.reset).toBe(false);
    expect(near.messages).toHaveLength(200);
    const far = await (await alice.join(room, { since: "0", epoch })).next("welcome");
    expect(far.reset).toBe(true);
    expect(far.messages).toHaveLength(25);
  });

  it("S23 starts afresh where what was missed is over 512 KiB", async () => {
    const { alice, room } = await strangers(origin());
    const line = await alice.join(room);
    const body = "𠮷".repeat(4000);
    for (let n = 1; n <= 34; n++) await line.say(body);
    const { epoch } = await line.next("welcome");
    const near = await (await alice.join(room, { since: "4", epoch })).next("welcome");
    expect(near.reset).toBe(false);
    expect(near.messages).toHaveLength(30);
    const far = await (await alice.join(room, { since: "0", epoch })).next("welcome");
    expect(far.reset).toBe(true);
  });

  it("S11 S23 C1 C2 closes with 4408 whoever leaves 8 MiB unacknowledged, holds up nobody else, and takes them back", async () => {
    const { alice, bob, room } = await strangers(origin());
    const [silent, atBob] = [await alice.join(room), await bob.join(room)];
    await silent.ping();
    const body = "𠮷".repeat(4000);
    // 16,000 bytes each: 525 of them are over 8 MiB.
    for (let batch = 0; batch < 28; batch++) {
      const ids = Array.from({ length: 20 }, newId);
      for (const id of ids) atBob.send({ type: "send", id, body });
      const { rev } = await atBob.message(({ id }) => id === ids.at(-1));
      atBob.send({ type: "got", rev });
    }
    expect(await silent.closed()).toBe(4408);
    expect(atBob.closes).toEqual([]);
    expect(atBob.messages().map(({ seq }) => seq)).toEqual(Array.from({ length: 560 }, (_, index) => index + 1));
    await silent.until("welcome again", () => silent.frames.filter(({ type }) => type === "welcome").length === 2);
    await atBob.say("end");
    await silent.message((message) => message.body === "end");
    const { epoch } = await silent.next("welcome");
    const welcome = await (await alice.join(room, { since: "550", epoch })).next("welcome");
    expect(welcome).toMatchObject({ reset: false, rev: 561 });
    expect(welcome.messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 11 }, (_, index) => index + 551));
  });
});
