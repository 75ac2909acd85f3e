import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { random } from "../support/random.ts";
import { direct, evict, forget, newClientId, person, recorded } from "./support/cast.ts";
import { Expected } from "./support/expected.ts";
import { Follower } from "./support/follower.ts";

const FAULTS = ["evict", "drop", "connect", "connect", "alarm", "forget"] as const;
const EMOJI = ["🎉", "❤️", "👍🏽"];

describe("a room that is put to sleep", () => {
  it.each([1, 2, 3])("between any two steps changes nothing that anyone can see (seed %i)", async (seed) => {
    const { below, pick } = random(seed);
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    const room = direct(alice, bob);
    const followers = [new Follower(alice, room), new Follower(bob, room), new Follower(bob, room)];
    const expected = new Expected();
    for (let n = 0; n < 26; n++) {
      await alice.say(room, `before ${n}`, `client-${seed}-before-${n}`);
      expected.say(alice.id, `before ${n}`);
    }
    for (const follower of followers) await follower.connect();

    for (let step = 0; step < 60; step++) {
      const follower = pick(followers);
      const seq = 1 + below(expected.messages.length);
      const emoji = pick(EMOJI);
      switch (pick(["say", "post", "repeat", "edit", "delete", "react", "react", "patch", "put", ...FAULTS])) {
        case "say":
          if (!follower.isConnected) break;
          expected.say(follower.who.id, `said ${step}`);
          follower.say(`said ${step}`, `client-${seed}-${step}`);
          await follower.catchUp(expected.rev);
          break;
        case "post":
          expected.say(alice.id, `posted ${step}`);
          await alice.say(room, `posted ${step}`, `client-${seed}-${step}`);
          break;
        case "repeat":
          // Sent before: nothing new comes of it.
          await alice.say(room, "other", `client-${seed}-before-${below(26)}`);
          break;
        case "edit":
          if (!follower.isConnected) break;
          await follower.change(
            { type: "edit", seq, body: `edited ${step}` },
            expected.edit(follower.who.id, seq, `edited ${step}`),
            expected.rev,
          );
          break;
        case "delete":
          if (!follower.isConnected || below(3) > 0) break;
          await follower.change({ type: "delete", seq }, expected.delete(follower.who.id, seq), expected.rev);
          break;
        case "react": {
          if (!follower.isConnected) break;
          const on = below(3) > 0;
          await follower.change(
            { type: "react", seq, emoji, on },
            expected.react(follower.who.id, seq, emoji, on),
            expected.rev,
          );
          break;
        }
        case "patch": {
          const answer = await bob.call("PATCH", `/api/rooms/${room}/messages/${seq}`, { body: `patched ${step}` });
          expect(answer.status === 200).toBe(expected.edit(bob.id, seq, `patched ${step}`) !== "error");
          break;
        }
        case "put": {
          const answer = await bob.call("PUT", `/api/rooms/${room}/messages/${seq}/reactions/${emoji}`);
          expect(answer.status === 204).toBe(expected.react(bob.id, seq, emoji, true) !== "error");
          break;
        }
        case "evict":
          await evict(room);
          break;
        case "drop":
          follower.drop();
          break;
        case "connect":
          if (!follower.isConnected) await follower.connect();
          break;
        case "alarm":
          await runDurableObjectAlarm(env.ROOM.getByName(room));
          break;
        case "forget":
          await forget(room);
          break;
      }
    }

    for (const follower of followers) {
      if (!follower.isConnected) await follower.connect();
      await follower.catchUp(expected.rev);
    }
    const messages = (await bob.history(room, "?limit=100")).messages;
    expect(messages.map(Expected.seen)).toEqual(expected.messages.slice(-100));
    const fresh = await (await bob.join(room)).next("welcome");
    expect(fresh).toMatchObject({ seq: expected.messages.length, rev: expected.rev });
    expect(fresh.messages).toEqual(messages.slice(-25));
    for (const { shown } of followers) {
      // Who started afresh has the last 25, and of the others those that changed since; whatever is shown is what there is.
      const bySeq = new Map(messages.map((message) => [message.seq, message]));
      for (const [seq, message] of shown) expect(message).toEqual(bySeq.get(seq));
      for (const { seq } of fresh.messages) expect(shown.has(seq)).toBe(true);
    }
    await evict(room);
    await runDurableObjectAlarm(env.ROOM.getByName(room));
    expect((await recorded(room)).map(Expected.recorded)).toEqual(messages.map(Expected.seen));
  });

  it("goes on with its sockets: who is there, what they may, and what they sent before", async () => {
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    const room = direct(alice, bob);
    const [atAlice, atBob] = await Promise.all([alice.join(room), bob.join(room)]);
    const id = newClientId();
    atAlice.say("before", id);
    const { rev } = await atBob.next("messages");
    for (let n = 0; n < 10; n++) await atAlice.send("x").take("error");
    await evict(room);
    atAlice.say("before", id);
    expect(await atAlice.next("known")).toMatchObject({ message: { seq: 1 } });
    atAlice.say("after");
    expect(await atBob.next("messages")).toMatchObject({
      prev: rev,
      rev: rev + 1,
      messages: [{ seq: 2, body: "after" }],
    });
    const welcome = await (await alice.join(room)).next("welcome");
    expect(welcome.online?.toSorted()).toEqual([alice.id, bob.id].sort());
    // The bad frames of before count: these are the 11th to the 21st.
    for (let n = 0; n < 11; n++) atAlice.send("x");
    expect(await atAlice.closed()).toBe(4505);
  });
});
