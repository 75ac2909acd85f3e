/** Somebody who writes faster than one answer after the other allows: over a socket alone, with several messages on their way at once. */
import { setTimeout as pause } from "node:timers/promises";
import * as v from "valibot";
import type { Timeline } from "../../web/client/timeline.ts";
import { Body, type ClientFrame, GOT_EVERY_MS, ServerFrame } from "../../worker/protocol.ts";
import { newId } from "../protocol/line.ts";
import type { Chatter } from "./chatter.ts";
import { until } from "./until.ts";
import { type Random, textOf, wordOf } from "./words.ts";

const IN_WITHIN_MS = 10_000;
const ALL_THERE_WITHIN_MS = 10_000;

/** Says something about every so many ms until it is over. Resolves when all of it was acknowledged, with where the room stood then. */
export async function pipeline(
  { line, device, journal }: Chatter,
  room: string,
  chance: Random,
  everyMs: number,
  signal: AbortSignal,
): Promise<Pick<Timeline, "epoch" | "rev" | "headSeq">> {
  const origin = line.origin.replace("http", "ws");
  const socket = new WebSocket(`${origin}/ws/rooms/${room}?ticket=${await device().api.ticket()}`);
  const send = (frame: ClientFrame) => socket.send(JSON.stringify(frame));
  let epoch: string | undefined;
  let [rev, headSeq] = [0, 0];
  socket.addEventListener("message", ({ data }) => {
    const frame = v.parse(ServerFrame, JSON.parse(String(data)));
    if (frame.type === "welcome") epoch = frame.epoch;
    if (frame.type !== "messages") return;
    rev = frame.rev;
    for (const message of frame.messages) {
      headSeq = Math.max(headSeq, message.seq);
      journal.came(message);
    }
  });
  await until("a welcome", IN_WITHIN_MS, () => epoch);
  const readsOn = setInterval(() => send({ type: "got", rev }), GOT_EVERY_MS);
  let due = performance.now();
  for (let n = 1; !signal.aborted; n++) {
    due += everyMs * (0.5 + chance.below(1_000) / 1_000);
    await pause(Math.max(0, due - performance.now()));
    const [id, body] = [newId(), `${wordOf(room)} ${n} ${textOf(chance)}`];
    journal.queued(room, id, v.parse(Body, body));
    send({ type: "send", id, body });
  }
  const isAllThere = () => journal.acknowledgements.length === journal.attempts.length;
  await until("all that was sent", ALL_THERE_WITHIN_MS, () => (isAllThere() ? true : undefined));
  clearInterval(readsOn);
  socket.close();
  return { epoch, rev, headSeq };
}
