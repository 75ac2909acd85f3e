/** Does what a plan says, from outside. Whatever has an end is over when this resolves, and has been seen to be over. */
import { appendFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import type { Chatter } from "./chatter.ts";
import type { NetworkFault, ServerFault } from "./plan.ts";
import type { Stage } from "./stage.ts";

/** @returns a line that says what was done */
export async function inflictOnServer(fault: ServerFault, stage: Stage): Promise<string> {
  switch (fault.kind) {
    case "kill runtime": {
      const ms = await stage.untilReplaced("runtime killed", (runtime) => process.kill(runtime, "SIGKILL"));
      return `runtime killed, back after ${seconds(ms)}`;
    }
    case "reload code": {
      const ms = await stage.untilReplaced("code reloaded", () => appendFileSync(stage.builtWorker, "\n// Changed.\n"));
      return `code reloaded, back after ${seconds(ms)}`;
    }
    case "kill everything":
      return `everything killed and started again, back after ${await timed(() => stage.server.crash())}`;
    case "restart":
      return `stopped with Ctrl-C and started again, back after ${await timed(() => stage.server.restart())}`;
    case "lock record":
    case "lock index": {
      const name = fault.kind === "lock record" ? "record" : "index";
      const release = await stage.d1.lock(name);
      await pause(fault.forMs);
      release();
      return `D1 locked for ${seconds(fault.forMs)} (${name})`;
    }
    case "refuse writes": {
      const release = await stage.d1.refuseWrites();
      await pause(fault.forMs);
      await release();
      return `D1 took no writes for ${seconds(fault.forMs)}`;
    }
  }
}

/** @param signal everything is over: what takes long ends now */
export async function inflictOnNetwork(
  fault: NetworkFault,
  chatters: readonly Chatter[],
  signal: AbortSignal,
): Promise<string> {
  const victims = chatters.filter((_, n) => fault.who.includes(n));
  const names = victims.length === chatters.length ? "everybody" : victims.map(nameOf).join(", ");
  const lines = victims.map(({ line }) => line);
  switch (fault.kind) {
    case "cut":
      for (const line of lines) line.cut(fault.how);
      return `connections of ${names} cut (${fault.how})`;
    case "cut at byte":
      for (const line of lines) line.cutAfter(fault.direction, fault.bytes);
      await peace(fault.forMs, signal);
      for (const line of lines) line.heal();
      return `connections of ${names} cut ${fault.bytes} bytes ${fault.direction}, for ${seconds(fault.forMs)}`;
    case "stall":
      for (const line of lines) line.stall();
      await peace(fault.forMs, signal);
      for (const line of lines) line.resume();
      return `network of ${names} stood still for ${seconds(fault.forMs)}`;
    case "stop reading": {
      const readOn = lines.map((line) => line.stopReading());
      await peace(fault.forMs, signal);
      for (const resume of readOn) resume();
      return `${names} read nothing for ${seconds(fault.forMs)}`;
    }
    case "go dark":
      for (const line of lines) line.goDark();
      await peace(fault.noticedAfterMs, signal);
      for (const victim of victims) victim.device().tryNow();
      return `connections of ${names} went dark, looked at after ${seconds(fault.noticedAfterMs)}`;
    case "reload page":
      for (const victim of victims) victim.reload();
      return `${names} reloaded the page`;
    case "lose device":
      for (const victim of victims) victim.loseDevice();
      return `${names} lost a device`;
  }
}

/** Resolves early, and does not reject, when all is over. */
export async function peace(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal }).catch(() => undefined);
}

async function timed(work: () => Promise<unknown>): Promise<string> {
  const startedAt = performance.now();
  await work();
  return seconds(performance.now() - startedAt);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function nameOf({ person }: Chatter): string {
  return person.username ?? person.id;
}
