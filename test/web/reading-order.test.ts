/** What is unread, and where the "new" line stands, follows from the log and the mark alone, in whatever order things happen. */
import { describe, expect, test, vi } from "vitest";
import { type Random, random } from "../support/random.ts";
import { clearStage, type Device, KINDS, type Stage, shown, stage, useStage } from "./support/reading-stage.ts";
import { bob } from "./support/room-log.ts";

useStage();

// For each kind of room and number of devices.
const SEEDS = 40;
const STEPS = 60;

/** Something happens. Devices act on what has come to them so far, and it is on its way for a while. */
async function step(scene: Stage, chance: Random): Promise<void> {
  const { server, devices } = scene;
  const device = devices[chance.below(devices.length)];
  if (device === undefined) return;
  const model = device.chat.room.peek();
  const wire = device.wires[chance.below(device.wires.length)];
  const some = () => 1 + chance.below(Math.max(1, server.lastSeq));
  switch (chance.below(16)) {
    case 0:
    case 1:
      return server.say(bob);
    case 2:
      return server.touch(some(), { reactions: { "👍": [bob.id] } });
    case 3:
      return server.touch(
        some(),
        chance.below(2) === 0 ? { body: "other words", editedAt: 1 } : { body: "", deletedAt: 1 },
      );
    case 4:
      return model?.send("from here");
    case 5:
    case 6:
      return model?.readMark.seen();
    case 7:
      // From among what is on the page.
      if (model?.room.peek() !== undefined)
        model.readMark.unreadFrom(1 + chance.below(model.timeline.peek().headSeq || 1));
      return;
    case 8:
      return model === undefined ? scene.open(device) : undefined;
    case 9:
      if (chance.below(3) === 0) scene.leave(device);
      return;
    case 10:
      if (wire !== undefined && chance.below(2) === 0) scene.hangUp(device, wire);
      return;
    case 11:
      return void (await vi.advanceTimersByTimeAsync(chance.below(2_500)));
    default:
      await scene.connect();
      if (wire !== undefined) {
        if (chance.below(2) === 0) server.listen(wire);
        else scene.deliver(device, wire);
      }
  }
}

describe.each(KINDS)("reading in $roomId", (kind) => {
  // Thousands of steps: on a machine that is busy otherwise they take a while.
  test.each([1, 2])(
    "ends the same on %i devices, whatever happens in whatever order",
    { timeout: 60_000 },
    async (count) => {
      for (let seed = 1; seed <= SEEDS; seed++) {
        const chance = random(seed * 31 + count);
        const scene = stage(kind, count);
        try {
          for (let i = 0; i < 5; i++) scene.server.say(bob);
          for (const device of scene.devices) scene.open(device);
          for (let i = 0; i < STEPS; i++) {
            await step(scene, chance);
            expectSound(scene);
          }
          // As the last thing, where somebody can.
          if (seed % 2 === 0)
            await step(scene, { ...chance, below: (limit) => (limit === 16 ? 7 : chance.below(limit)) });
          await scene.settle();
          expectAgreed(scene);
          await expectMarkedStays(scene);
        } catch (error) {
          throw new Error(`seed ${seed} on ${count} devices`, { cause: error });
        } finally {
          clearStage();
        }
      }
    },
  );
});

/**
 * Where the last thing that moved the mark moved it back, those who had the room open and heard of it keep it there though they
 * look at the end, below a line that says so; whoever opened the room since then reads it, and with that everybody has.
 */
async function expectMarkedStays(scene: Stage): Promise<void> {
  const { server, devices, roomId } = scene;
  const open = devices.filter(({ chat }) => chat.room.peek() !== undefined);
  const isKeeping = ({ openedAt = 0, heardBacks }: Device) => openedAt < server.backs && heardBacks === server.backs;
  const before = server.readSeq();
  const isMarked = server.lastMove === "back" && open.every(isKeeping);
  if (isMarked) for (const device of open) expect(shown(device, roomId).lineAbove).toBe(before + 1);
  for (const { chat } of open) chat.room.peek()?.readMark.seen();
  await scene.settle();
  expectAgreed(scene);
  if (isMarked) expect(server.readSeq()).toBe(before);
  else if (server.lastMove === "forwards" && open.length > 0) expect(server.readSeq()).toBe(server.lastSeq);
}

/** Nothing is on its way: all devices show what follows from the log and the mark. */
function expectAgreed(scene: Stage): void {
  expectSound(scene);
  const readSeq = scene.server.readSeq();
  const now = { readSeq, unread: scene.server.lastSeq - readSeq };
  for (const device of scene.devices) {
    const { inRoom, inList } = shown(device, scene.roomId);
    expect(inList).toEqual(now);
    if (device.chat.room.peek() !== undefined) expect(inRoom).toEqual(now);
  }
}

function expectSound(scene: Stage): void {
  for (const device of scene.devices) {
    const { lines, lineAbove } = shown(device, scene.roomId);
    const room = device.chat.room.peek()?.room.peek();
    const listed = device.chat.rooms.get(scene.roomId);
    // The list may tell of a message of one's own, on another device, before the room brings it.
    for (const each of [room, listed]) expect(each?.unread).toBe(each && Math.max(0, each.lastSeq - each.readSeq));
    if (room !== undefined) expect(listed?.readSeq).toBe(room.readSeq);
    const newAfter = device.chat.room.peek()?.readMark.newAfter.peek();
    expect(lines).toBeLessThanOrEqual(1);
    if (newAfter !== undefined && lines === 1) expect(lineAbove).toBe(newAfter + 1);
  }
}
