/** The client layer on a network that comes and goes: in the page, in two tabs of it, and in a program without a page. */
import { spawn } from "node:child_process";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { inProject } from "../../../scripts/project.ts";
import { directRoomId } from "../../../worker/protocol.ts";
import { kept, wiredMember } from "../offline.ts";
import { messagesOn, openRoom, PASSWORD, person, server, write } from "../scene.ts";

const INTERRUPTIONS = 10;

/** The number in the room of each message on the page, top to bottom, and the state of what is not there yet. */
async function onScreen(page: Page) {
  const seqs = await page
    .locator("[data-seq]")
    .evaluateAll((rows) => rows.map((row) => (row instanceof HTMLElement ? Number(row.dataset["seq"]) : 0)));
  return { seqs, unsent: await page.locator(".unsent-state").allTextContents(), texts: await messagesOn(page) };
}

function runExample(args: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [inProject("docs", "client-example.ts"), server().origin, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, output })));
}

describe("a network that comes and goes", () => {
  test("ten interruptions while one types on, a reload with unsent messages, a second tab: each message once, in order", async () => {
    const [ann, ben] = await Promise.all([wiredMember("ann", "Ann"), person("ben", "Ben")]);
    const { page, context } = ann;
    const room = directRoomId(ann.id, ben.id);
    await openRoom(page, room);
    const said: string[] = [];
    const say = async (from: Page, text: string) => {
      said.push(text);
      await write(from, text);
    };
    await say(page, "before");
    for (let round = 1; round <= INTERRUPTIONS; round++) {
      await ann.goOffline();
      await say(page, `offline ${round}`);
      // Nothing that was said is missing or twice; whatever has not arrived says so.
      const { unsent, texts, seqs } = await onScreen(page);
      const own = texts.filter((text) => !text.startsWith("ben "));
      expect(own, `messages ${seqs}, on their way ${unsent}`).toEqual(said);
      expect(unsent.length).toBeGreaterThan(0);
      expect(unsent.filter((state) => !/Waiting to be sent|Sending/.test(state))).toEqual([]);
      await ben.write(room, `ben ${round}`);
      await ann.goOnline();
      await say(page, `online ${round}`);
    }

    await ann.goOffline();
    await say(page, "just before the reload");
    await expect.poll(() => kept(page)).toBeGreaterThan(0);
    await ann.goOnline();
    await page.reload();
    const second = await context.newPage();
    await openRoom(second, room);
    await say(second, "from the second tab");
    await say(page, "from the first tab");

    const total = said.length + INTERRUPTIONS;
    const all = Array.from({ length: total }, (_, index) => index + 1);
    for (const tab of [page, second]) {
      await expect.poll(async () => (await onScreen(tab)).seqs, { timeout: 15_000 }).toEqual(all);
      await expect.poll(async () => (await onScreen(tab)).unsent).toEqual([]);
      const own = (await onScreen(tab)).texts.filter((text) => !text.startsWith("ben "));
      // Of one tab in the order of writing; what two tabs say at once may come either way.
      expect(own.slice(0, -2)).toEqual(said.slice(0, -2));
      expect(own.toSorted()).toEqual(said.toSorted());
    }
    expect(await ben.get(`/rooms/${room}`)).toMatchObject({ room: { lastSeq: total } });
  });

  test("a program without a page does it with the same client", async () => {
    const [listener, username] = [await person("listener"), `grace_${process.pid % 10_000}`];
    const others = await listener.join("global");
    const { code, output } = await runExample([username, PASSWORD, "Hello from", "Node"]);
    expect(code, output).toBe(0);
    // What was there before, the message, and the message with the reaction that followed.
    const lines = output.split("\n").filter((line) => line.includes(`${username}: Hello from Node`));
    expect(lines.map((line) => line.replace(/^\d+\. /, ""))).toEqual([
      `${username}: Hello from Node`,
      `${username}: Hello from Node 👋`,
    ]);
    await others.message(({ reactions }) => Object.hasOwn(reactions ?? {}, "👋"));
    // Known by now: the same lines log in.
    const again = await runExample([username, PASSWORD, "And again"]);
    expect(again.code, again.output).toBe(0);
  });
});
