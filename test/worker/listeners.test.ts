import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { Listeners } from "../../worker/room/listeners.ts";
import { type Cast, evict, group, person } from "./support/cast.ts";

const absentIn = (room: string): Promise<string[]> =>
  runInDurableObject(env.ROOM.getByName(room), (_, { storage }) =>
    storage.sql
      .exec<{ id: string }>("select user_id as id from absent order by user_id")
      .toArray()
      .map(({ id }) => id),
  );

describe("S26 a group with many members", () => {
  it("calls those who are away once, and everybody who is there each time, also after both slept", async () => {
    const [ann, bob, carol] = (await Promise.all(["ann", "bob", "carol"].map((name) => person(name)))) as [
      Cast,
      Cast,
      Cast,
    ];
    const room = await group(ann, [bob, carol]);
    const bobs = await bob.openInbox();
    await bobs.take("welcome");
    await ann.say(room, "one");
    await vi.waitFor(async () => expect(await absentIn(room)).toEqual([ann.id, carol.id].sort()), 5_000);
    await evict(room);
    await ann.say(room, "two");
    await vi.waitFor(() => expect(JSON.stringify(bobs.all("room"))).toContain("two"), 5_000);
    expect(await absentIn(room)).toEqual([ann.id, carol.id].sort());

    // Carol comes: her list has it all, and what is said from now on comes to her.
    const carols = await carol.openInbox();
    await carols.take("welcome");
    await vi.waitFor(async () => expect(await absentIn(room)).toEqual([ann.id]), 5_000);
    await ann.say(room, "three");
    await vi.waitFor(() => expect(JSON.stringify(carols.all("room"))).toContain("three"), 5_000);
    // And goes again: the next message finds it out.
    carols.close();
    await vi.waitFor(async () => {
      await ann.say(room, "is anybody there?");
      expect(await absentIn(room)).toContain(carol.id);
    }, 5_000);
    await ann.call("DELETE", `/api/rooms/${room}/members/${carol.id}`);
    expect(await absentIn(room)).toEqual([ann.id]);
  });

  it("works with five hundred as with five", async () => {
    const [ann, bob] = (await Promise.all([person("ann"), person("bob")])) as [Cast, Cast];
    const ids = Array.from({ length: 498 }, (_, n) => `crowd${n}`);
    await env.DB.prepare(
      "insert into users (id, username, display_name, password_hash, created_at) select value, value, value, '', 0 from json_each(?)",
    )
      .bind(JSON.stringify(ids))
      .run();
    const room = await group(ann, [bob], { memberIds: [bob.id, ...ids] });
    const bobs = await bob.openInbox();
    await bobs.take("welcome");
    const at = await bob.join(room);
    const { room: seen, reads } = await at.next("welcome");
    expect(seen).toMatchObject({ memberCount: 500, role: "member" });
    // S20: how far each has read is nobody's business in a crowd.
    expect(reads).toBeUndefined();
    await ann.say(room, "to all five hundred");
    expect(await at.bodies(1)).toEqual(["to all five hundred"]);
    await vi.waitFor(async () => expect(await absentIn(room)).toHaveLength(499), 30_000);
    const { body } = await bob.call<{ room: { members: unknown[] } }>("GET", `/api/rooms/${room}`);
    expect(body.room.members).toHaveLength(500);
    expect((await ann.call("DELETE", `/api/rooms/${room}/members/${ids[7]}`)).status).toBe(204);
    const { results } = await env.DB.prepare("select member_count as n from rooms where id = ?").bind(room).all();
    expect(results).toEqual([{ n: 499 }]);
  });
});

it("who comes back while the answer that they were away is on its way is told again", async () => {
  await runInDurableObject(env.ROOM.getByName("group:unmade"), async (_, { storage }) => {
    const listeners = new Listeners(storage.sql);
    const answers: ((isHeard: boolean) => void)[] = [];
    const told = listeners.tell("bob", () => new Promise<boolean>((resolve) => answers.push(resolve)));
    expect(listeners.back("bob")).toBe(false);
    answers[0]?.(false);
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    answers[1]?.(true);
    await told;
    await listeners.tell("bob", async () => false);
    let calls = 0;
    await listeners.tell("bob", async () => ++calls > 0);
    expect(calls).toBe(0);
    expect(listeners.back("bob")).toBe(true);
    await listeners.tell("bob", async () => ++calls > 0);
    expect(calls).toBe(1);
  });
});
