import { describe, expect, it } from "vitest";
import { newId, type RoomLine } from "../line.ts";
import { strangers } from "../person.ts";
import { origin } from "../server.ts";

async function couple(): Promise<{ bad: RoomLine; good: RoomLine }> {
  const { alice, bob, room } = await strangers(origin());
  return { bad: await alice.join(room), good: await bob.join(room) };
}

const send = (more: object) => JSON.stringify({ type: "send", id: "abcdefgh", body: "tea?", ...more });
const DEEP = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;

const BAD_FRAMES: Record<string, (string | Uint8Array<ArrayBuffer>)[]> = {
  "that are no JSON": [
    "",
    "{",
    "tea?",
    "ping ",
    "PING",
    "{'type':'typing'}",
    '{"type":"typing"}}',
    "\u0000",
    "undefined",
  ],
  "that are no object": ["null", "1", '"typing"', "true", "[]", '[{"type":"typing"}]', DEEP],
  "of an unknown type": [
    "{}",
    '{"type":null}',
    '{"type":"shout"}',
    '{"type":"welcome"}',
    '{"type":["typing"]}',
    '{"type":"__proto__"}',
    '{"__proto__":{"type":"typing"}}',
  ],
  "with a missing field": [
    '{"type":"send"}',
    '{"type":"send","id":"abcdefgh"}',
    '{"type":"send","body":"tea?"}',
    '{"type":"read"}',
    '{"type":"got"}',
  ],
  "with a wrong id": [
    send({ id: "short" }),
    send({ id: 12345678 }),
    send({ id: "with space" }),
    send({ id: "x".repeat(65) }),
    send({ id: null }),
  ],
  "with a wrong body": [
    send({ body: "" }),
    send({ body: " \n" }),
    send({ body: 1 }),
    send({ body: ["tea?"] }),
    send({ body: "x".repeat(4001) }),
    send({ body: "\u0007" }),
    send({ body: "\ud800" }),
    `{"type":"send","id":"abcdefgh","body":${DEEP}}`,
  ],
  "with a wrong number": [
    send({ replyTo: 0 }),
    send({ replyTo: "1" }),
    send({ replyTo: 1.5 }),
    '{"type":"read","seq":-1}',
    '{"type":"read","seq":"1"}',
    '{"type":"read","seq":1e400}',
    '{"type":"got","rev":-1}',
    '{"type":"got","rev":null}',
  ],
  "with a wrong ref": [
    '{"type":"typing","ref":""}',
    '{"type":"typing","ref":1}',
    JSON.stringify({ type: "typing", ref: "x".repeat(65) }),
  ],
  "that are binary": [
    new Uint8Array(),
    new Uint8Array([1, 2, 3]),
    new TextEncoder().encode('{"type":"typing"}'),
    new Uint8Array(10_000),
  ],
};

describe("bad frames", () => {
  it.each(Object.entries(BAD_FRAMES))("S29 S6 %s are refused and harm nobody", async (_, frames) => {
    const { bad, good } = await couple();
    for (const frame of frames) bad.send(frame);
    await bad.until(
      "an error for each",
      () => bad.frames.filter(({ type }) => type === "error").length === frames.length,
    );
    for (const frame of bad.frames) if (frame.type === "error") expect(frame.code).toBe("bad_request");
    const message = await bad.say("well again");
    expect(message.seq).toBe(1);
    expect(await good.message(({ id }) => id === message.id)).toEqual(message);
    expect(good.frames.filter(({ type }) => type === "error" || type === "typing")).toEqual([]);
    expect([...bad.closes, ...good.closes]).toEqual([]);
  });

  it("S7 S15 say which frame was meant", async () => {
    const { bad } = await couple();
    const id = newId();
    bad.send({ type: "send", id, body: "", ref: "my-ref" });
    expect(await bad.next("error")).toEqual({
      type: "error",
      code: "bad_request",
      detail: expect.stringMatching(/\S/),
      id,
      ref: "my-ref",
    });
    bad.send({ type: "read", seq: -1, ref: "another" });
    expect(await bad.next("error")).toMatchObject({ code: "bad_request", ref: "another" });
  });

  it("S29 C2 the 21st within a minute closes the socket, and no other", async () => {
    const { bad, good } = await couple();
    for (let n = 1; n <= 20; n++) bad.send("nonsense");
    await bad.until("20 errors", () => bad.frames.filter(({ type }) => type === "error").length === 20);
    await bad.say("I am still here");
    bad.send("nonsense");
    expect(await bad.closed()).toBe(4505);
    await good.say("so am I");
    expect(good.closes).toEqual([]);
  });

  it("G19 C2 one over 64 KiB closes the socket, one of 64 KiB does not", async () => {
    const { bad, good } = await couple();
    const padded = (bytes: number) => {
      const start = `{"type":"send","id":"${newId()}","body":"big","padding":"`;
      return `${start}${"x".repeat(bytes - start.length - 2)}"}`;
    };
    bad.send(padded(65_536));
    await bad.message(({ body }) => body === "big");
    await good.message(({ body }) => body === "big");
    bad.send(padded(65_537));
    expect(await bad.closed()).toBe(1009);
    // 4,000 code points may be 64,000 bytes of JSON escapes: the longest body there is fits into a frame.
    await good.say("𠮷".repeat(4000));
    expect(good.closes).toEqual([]);
  });

  it("G19 counts bytes, not characters", async () => {
    const { bad } = await couple();
    bad.send(JSON.stringify({ type: "typing", padding: "é".repeat(40_000) }));
    expect(await bad.closed()).toBe(1009);
  });

  it("G2 unknown fields are ignored", async () => {
    const { bad, good } = await couple();
    bad.send({ type: "send", id: newId(), body: "tea?", from: "somebody else", seq: 99, at: 1, colour: "red" });
    const message = await good.message(({ body }) => body === "tea?");
    expect(message).toMatchObject({ seq: 1 });
    expect(message.at).toBeGreaterThan(1);
    expect(message).not.toHaveProperty("colour");
  });
});
