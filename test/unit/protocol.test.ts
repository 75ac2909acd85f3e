import * as v from "valibot";
import { describe, expect, it } from "vitest";
import {
  CLOSE,
  ClientFrame,
  directRoomId,
  Emoji,
  HTTP_STATUS,
  LoginInput,
  MeInput,
  mayReconnect,
  parseRoomId,
  ReadInput,
  RegisterInput,
  RoomInput,
  SendInput,
} from "../../worker/protocol.ts";

const accepts = (schema: v.GenericSchema, input: unknown) => v.safeParse(schema, input).success;
const parsed = (schema: v.GenericSchema, input: unknown) => v.parse(schema, input);

describe("R1 R2 a room id", () => {
  it("says what the room is", () => {
    expect(parseRoomId("global")).toEqual({ id: "global", kind: "global" });
    expect(parseRoomId("group:x1")).toEqual({ id: "group:x1", kind: "group" });
    expect(parseRoomId("dm:a1:b2")).toEqual({ id: "dm:a1:b2", kind: "direct", userIds: ["a1", "b2"] });
  });

  it("of two people is the same in either order", () => {
    expect(parseRoomId("dm:b2:a1")).toEqual(parseRoomId("dm:a1:b2"));
    expect(directRoomId("b2", "a1")).toBe(directRoomId("a1", "b2"));
    expect(parseRoomId(directRoomId("z", "a"))?.id).toBe("dm:a:z");
  });

  it.each([
    "",
    "Global",
    "global ",
    " global",
    "global\n",
    "dm:a",
    "dm:a:a",
    "dm:a:b:c",
    "dm::b",
    "dm:A:b",
    "dm:a:b\n",
    "dm:a b:c",
    "dm:__proto__:b",
    "group:",
    "group:A",
    "group:a:b",
    "group:../global",
    "room:a",
    "__proto__",
    `dm:${"a".repeat(65)}:b`,
  ])("is none where it is %j", (text) => {
    expect(parseRoomId(text)).toBeUndefined();
  });
});

describe("what comes in", () => {
  const send = { id: "abcdefgh", body: "tea?" };

  it.each(["abcdefgh", "A-Za-z0_9", "a".repeat(64)])("G18 takes %j as a client id", (id) => {
    expect(accepts(SendInput, { ...send, id })).toBe(true);
  });
  it.each(["", "short77", "a".repeat(65), "with space", "ünïcödé1", "abcdefgh\n", "a/b/c/d/e", 12345678, null])(
    "G18 takes %j for no client id",
    (id) => {
      expect(accepts(SendInput, { ...send, id })).toBe(false);
    },
  );

  it("G18 takes a ref of 1 to 64 characters with any frame", () => {
    for (const ref of ["1", "x".repeat(64)]) expect(accepts(ClientFrame, { type: "typing", ref })).toBe(true);
    for (const ref of ["", "x".repeat(65), 1, null, {}])
      expect(accepts(ClientFrame, { type: "typing", ref })).toBe(false);
  });

  it("G2 ignores fields that it does not know", () => {
    expect(parsed(SendInput, { ...send, colour: "red" })).toEqual(send);
    expect(parsed(ClientFrame, { type: "typing", colour: "red" })).toEqual({ type: "typing" });
  });

  it("R11 takes a positive whole number as replyTo", () => {
    expect(accepts(SendInput, { ...send, replyTo: 1 })).toBe(true);
    for (const replyTo of [0, -1, 1.5, "1", null, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, [1]]) {
      expect(accepts(SendInput, { ...send, replyTo }), String(replyTo)).toBe(false);
    }
  });

  it("R19 takes a read mark from 0 up", () => {
    expect(parsed(ReadInput, { seq: 0, back: true })).toEqual({ seq: 0, back: true });
    for (const seq of [-1, 1.5, "1", null, undefined, 2 ** 53])
      expect(accepts(ReadInput, { seq }), String(seq)).toBe(false);
    expect(accepts(ReadInput, { seq: 1, back: "yes" })).toBe(false);
  });

  it("H8 takes a sign-up with or without a display name and a kind of session", () => {
    const signUp = { username: "Alice", password: "correct horse" };
    expect(parsed(RegisterInput, signUp)).toEqual({ username: "alice", password: "correct horse" });
    expect(accepts(RegisterInput, { ...signUp, displayName: "Alice", session: "token" })).toBe(true);
    expect(accepts(RegisterInput, { ...signUp, session: "forever" })).toBe(false);
    expect(accepts(RegisterInput, { ...signUp, displayName: "" })).toBe(false);
    expect(accepts(RegisterInput, { username: "alice" })).toBe(false);
  });

  it("H9 takes names and passwords at login that no account could have", () => {
    for (const username of ["", "x", "İ", "a b", "\ud800", "__proto__"]) {
      expect(accepts(LoginInput, { username, password: "short" })).toBe(true);
    }
    expect(accepts(LoginInput, { username: 1, password: "short" })).toBe(false);
    expect(accepts(LoginInput, { username: "alice" })).toBe(false);
  });

  it("H15 takes any part of a profile", () => {
    for (const input of [{}, { bio: "" }, { displayName: "A" }, { settings: {} }])
      expect(accepts(MeInput, input)).toBe(true);
    for (const input of [{ bio: null }, { displayName: " " }, { settings: null }, { bio: "x".repeat(501) }]) {
      expect(accepts(MeInput, input), JSON.stringify(input)).toBe(false);
    }
  });

  it("H23 takes a direct room with somebody", () => {
    expect(accepts(RoomInput, { kind: "direct", userId: "a1" })).toBe(true);
    for (const input of [{ kind: "direct" }, { kind: "global" }, { kind: "direct", userId: 1 }, {}, null, []]) {
      expect(accepts(RoomInput, input), JSON.stringify(input)).toBe(false);
    }
  });
});

describe("R15 an emoji", () => {
  it.each(["🎉", "❤️", "👍🏽", "👩‍👩‍👧‍👦", "🇹🇷", "1️⃣", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🧑🏿‍❤️‍💋‍🧑🏻"])(
    "is %s, of however many code points",
    (emoji) => {
      expect(parsed(Emoji, emoji)).toBe(emoji);
    },
  );

  it.each([
    "",
    "a",
    "1",
    ":)",
    "🎉🎉",
    "🎉 ",
    " 🎉",
    "🎉\n",
    "🎉a",
    "\u200d",
    "\ufe0f",
    "🇹",
    "\ud83c",
    "__proto__",
    1,
    null,
  ])("is not %j", (text) => {
    expect(accepts(Emoji, text)).toBe(false);
  });
});

describe("S6 S29 a frame", () => {
  const frames = {
    send: { type: "send", id: "abcdefgh", body: "tea?", replyTo: 1 },
    edit: { type: "edit", seq: 1, body: "tea!" },
    delete: { type: "delete", seq: 1 },
    react: { type: "react", seq: 1, emoji: "🎉", on: true },
    read: { type: "read", seq: 1, back: false },
    typing: { type: "typing" },
    got: { type: "got", rev: 0 },
  };

  it.each(Object.values(frames))("is taken as it is: %j", (frame) => {
    expect(parsed(ClientFrame, frame)).toEqual(frame);
  });

  it.each([
    undefined,
    null,
    1,
    "send",
    true,
    [],
    [frames.send],
    {},
    { type: "shout" },
    { type: null },
    { type: ["send"] },
    { type: "__proto__" },
    { type: "welcome" },
  ])("is refused where it is %j", (frame) => {
    expect(accepts(ClientFrame, frame)).toBe(false);
  });

  it("is refused with any one of its fields wrong or, unless optional, missing", () => {
    const optional = new Set(["replyTo", "back"]);
    for (const frame of Object.values(frames)) {
      for (const field of Object.keys(frame).filter((name) => name !== "type")) {
        for (const wrong of [null, {}, [], { length: 1 }, Number.NaN, -1, "\ud800"]) {
          expect(
            accepts(ClientFrame, { ...frame, [field]: wrong }),
            `${frame.type} ${field} ${JSON.stringify(wrong)}`,
          ).toBe(false);
        }
        expect(accepts(ClientFrame, { ...frame, [field]: undefined }), `${frame.type} ${field}`).toBe(
          optional.has(field),
        );
      }
    }
  });

  it("is taken apart without harm when it is nested without end or named like a prototype", () => {
    const deep = `${"[".repeat(30_000)}${"]".repeat(30_000)}`;
    for (const body of [deep, `{"a":${deep}}`]) {
      expect(accepts(ClientFrame, JSON.parse(`{"type":"send","id":"abcdefgh","body":${body}}`))).toBe(false);
    }
    expect(accepts(ClientFrame, JSON.parse('{"__proto__":{"type":"typing"}}'))).toBe(false);
    expect(parsed(ClientFrame, JSON.parse('{"type":"typing","__proto__":{"on":1}}'))).toEqual({ type: "typing" });
    expect(accepts(ClientFrame, JSON.parse('{"type":"send","__proto__":{"id":"abcdefgh","body":"tea?"}}'))).toBe(false);
  });
});

describe("codes", () => {
  it("C1 below 4500 mean to come back", () => {
    for (const code of [1000, 1001, 1005, 1006, 1009, 1011, 1012, 1013, 3000, 4000, 4401, 4408, 4429, 4499]) {
      expect(mayReconnect(code), String(code)).toBe(true);
    }
    for (const code of [4500, 4501, 4503, 4504, 4505, 4510, 4999]) expect(mayReconnect(code), String(code)).toBe(false);
  });

  it("C2 are these", () => {
    expect(Object.values(CLOSE).toSorted((a, b) => a - b)).toEqual([
      1009, 1013, 4401, 4408, 4429, 4501, 4503, 4504, 4505, 4510,
    ]);
  });

  it("G8 have the status that the document says", () => {
    expect(HTTP_STATUS).toEqual({
      bad_request: 400,
      unauthenticated: 401,
      forbidden: 403,
      blocked: 403,
      not_found: 404,
      method_not_allowed: 405,
      conflict: 409,
      too_large: 413,
      unsupported_media_type: 415,
      rate_limited: 429,
      internal: 500,
      unavailable: 503,
    });
  });
});
