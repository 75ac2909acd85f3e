import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { random } from "../support/random.ts";
import { direct, evict, newClientId, person } from "./support/cast.ts";
import { Follower } from "./support/follower.ts";

describe("a room that is put to sleep", () => {
  it.each([1, 2, 3])("between any two steps changes nothing that anyone can see (seed %i)", async (seed) => {
    const { below, pick } = random(seed);
    const [alice, bob] = await Promise.all([person("alice"), person("bob")]);
    const room = direct(alice, bob);
    const followers = [new Follower(alice, room), new Follower(bob, room), new Follower(bob, room)];
    const sent: string[] = [];
    for (const follower of followers) await follower.connect();

    for (let step = 0; step < 50; step++) {
      const follower = pick(followers);
      switch (pick(["say", "say", "say", "post", "repeat", "evict", "drop", "connect", "alarm"])) {
        case "say":
          if (!follower.isConnected) break;
          sent.push(`said ${step}`);
          follower.say(`said ${step}`, `client-${seed}-${step}`);
          await follower.catchUp(sent.length);
          break;
        case "post":
          sent.push(`posted ${step}`);
          await alice.say(room, `posted ${step}`, `client-${seed}-${step}`);
          break;
        case "repeat": {
          // Whatever was sent before, from whichever way: nothing new comes of it.
          const index = below(sent.length);
          const step = sent[index]?.split(" ")[1];
          if (sent[index]?.startsWith("posted")) await alice.say(room, "other", `client-${seed}-${step}`);
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
      }
    }

    for (const follower of followers) {
      if (!follower.isConnected) await follower.connect();
      await follower.catchUp(sent.length);
    }
    const { messages } = await bob.history(room, "?limit=100");
    expect(messages.map(({ body }) => body)).toEqual(sent);
    expect(messages.map(({ seq }) => seq)).toEqual(sent.map((_, index) => index + 1));
    expect(messages.map(({ rev }) => rev)).toEqual(sent.map((_, index) => index + 1));
    for (const follower of followers) {
      // Who started afresh has the last 25; whatever is shown is what there is.
      for (const [seq, message] of follower.shown) expect(message).toEqual(messages[seq - 1]);
      const lowest = Math.min(...follower.shown.keys());
      expect(follower.shown.size).toBe(sent.length - lowest + 1);
      expect(lowest).toBeLessThanOrEqual(Math.max(1, sent.length - 24));
    }
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
