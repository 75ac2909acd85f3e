import { signal } from "@preact/signals";
import { describe, expect, test } from "vitest";
import { type OwnDataCount, readOwnData } from "../../web/client/own-data.ts";
import { createOwnData } from "../../web/models/own-data.ts";
import type { SessionState } from "../../web/models/session.ts";
import { alice } from "./support/room-log.ts";

const LINES = [
  { type: "export", version: 1, at: 1 },
  { type: "account", user: { displayName: "Zoë 🎈" } },
  { type: "message", message: { body: "çay?\nevet" } },
  { type: "reaction", emoji: "👩‍👩‍👧" },
  { type: "message", message: { body: "da" } },
];
const COUNT = { messages: 2, reactions: 1, others: 3 };

function exported(lines: readonly object[], end: readonly object[] = [{ type: "end", lines: lines.length }]): string {
  return [...lines, ...end].map((line) => `${JSON.stringify(line)}\n`).join("");
}

/** A server that answers with that, so many bytes at a time, and waits before each of them where it is told to. */
function serving(text: string, bytesAtATime = 7, wait: () => Promise<void> = async () => undefined): typeof fetch {
  return async (_address, init) => {
    const bytes = new TextEncoder().encode(text);
    let at = 0;
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        await wait();
        if (init?.signal?.aborted) return controller.error(init.signal.reason);
        if (at >= bytes.length) return controller.close();
        controller.enqueue(bytes.slice(at, at + bytesAtATime));
        at += bytesAtATime;
      },
    });
    return new Response(body);
  };
}

async function read(fetch: typeof globalThis.fetch) {
  const counts: OwnDataCount[] = [];
  const bytes: number[] = [];
  const { signal } = new AbortController();
  await readOwnData({
    fetch,
    signal,
    onBytes: (piece) => bytes.push(...piece),
    onCount: (count) => counts.push(count),
  });
  return { counts, text: new TextDecoder().decode(new Uint8Array(bytes)) };
}

describe("one's own data", () => {
  test.each([1, 7, 1_000])(
    "are counted as they come, by what they are, %d bytes at a time, and handed on whole",
    async (n) => {
      const text = exported(LINES);
      const { counts, text: came } = await read(serving(text, n));
      expect(came).toBe(text);
      expect(counts.at(-1)).toEqual({ bytes: new TextEncoder().encode(text).length, ...COUNT });
      expect(counts.length).toBe(Math.ceil((counts.at(-1)?.bytes ?? 0) / n));
    },
  );

  test.each([
    ["the last line is missing", exported(LINES, [])],
    ["it tells of more lines than came", exported(LINES, [{ type: "end", lines: LINES.length + 1 }])],
    ["a line is cut", exported(LINES).slice(0, -4)],
    ["something else came", "<html>Log in to the network of the hotel</html>\n"],
  ])("are not taken for all of them where %s", async (_what, text) => {
    await expect(read(serving(text))).rejects.toMatchObject({ code: "unreachable" });
  });

  test("are refused with the reason", async () => {
    const problem = { type: "about:blank", title: "Later", status: 429, code: "rate_limited", detail: "later" };
    const fetch = async () => Response.json(problem, { status: 429 });
    await expect(read(fetch)).rejects.toMatchObject({ code: "rate_limited" });
  });

  test("are saved once they are complete, and not on a device that one has left meanwhile", async () => {
    const state = signal<SessionState>({
      kind: "in",
      me: { ...alice, role: "member", bio: "", settings: {}, createdAt: 1 },
    });
    const saved: number[] = [];
    const held = Promise.withResolvers<void>();
    let pieces = 0;
    const model = createOwnData({
      session: { state },
      read: (reading) => {
        const isHeld = saved.length > 0;
        return readOwnData({
          ...reading,
          fetch: serving(exported(LINES), 50, async () => void (isHeld && (await held.promise))),
        });
      },
      openFile: () => ({ add: () => pieces++, save: () => saved.push(pieces) }),
    });
    await model.begin();
    expect(model.state.value).toMatchObject({ kind: "done", count: COUNT });
    expect(saved).toEqual([pieces]);
    const again = model.begin();
    expect(model.state.value.kind).toBe("coming");
    state.value = { kind: "out", why: "left" };
    held.resolve();
    await again;
    expect(model.state.value).toEqual({ kind: "none" });
    expect(saved.length).toBe(1);
  });
});
