import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { conversation, evict } from "./support/cast.ts";

it("a room from before messages could be changed goes on as it was, and they can be changed", async () => {
  const { alice, bob, room } = await conversation(30);
  const { messages } = await bob.history(room);
  const { epoch } = await (await bob.join(room)).next("welcome");
  // At rest, and asleep: nothing of it may be on its way while its tables are put back.
  await runDurableObjectAlarm(env.ROOM.getByName(room));
  await evict(room);
  await runInDurableObject(env.ROOM.getByName(room), (_, { storage: { sql } }) => {
    sql.exec("alter table sent_0 rename to sent");
    sql.exec("drop index changed");
    for (const column of ["reactions", "changed_at", "sent_rev", "text_rev"]) {
      sql.exec(`alter table messages drop column ${column}`);
    }
  });
  await evict(room);
  const missed = await (await bob.join(room, { since: 20, epoch })).next("welcome");
  expect(missed).toMatchObject({ reset: false, seq: 30, rev: 30, messages: messages.slice(20) });
  expect(await alice.say(room, "said again", messages[4]?.id)).toEqual(messages[4]);
  expect((await bob.react(room, 3, "🎉")).status).toBe(204);
  expect((await alice.edit(room, 30, "thirty")).status).toBe(200);
  await evict(room);
  const again = await (await bob.join(room, { since: 29, epoch })).next("welcome");
  expect(again).toMatchObject({ seq: 30, rev: 32 });
  expect(again.messages).toMatchObject([
    { ...messages[2], rev: 31, reactions: { "🎉": [bob.id] } },
    { ...messages[29], rev: 32, body: "thirty" },
  ]);
});
