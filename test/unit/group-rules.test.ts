import { describe, expect, it } from "vitest";
import { decide, type Effects, type GroupChange, leaving } from "../../worker/group/rules.ts";
import type { MemberRole } from "../../worker/protocol.ts";
import { random } from "../support/random.ts";

type Cast = Record<string, MemberRole>;
const GROUP = { name: "Readers", topic: "", isPublic: false };

/** What comes of it in words: the code of a refusal, or everybody's role after it. */
function outcome(cast: Cast, by: string, change: GroupChange, isPublic = false): string | Cast | "gone" {
  try {
    return applied(cast, decide({ ...GROUP, isPublic }, rolesOf(cast), by, change));
  } catch (error) {
    return (error as { code: string }).code;
  }
}

function applied(cast: Cast, { roles, isDeleted }: Effects): Cast | "gone" {
  if (isDeleted) return "gone";
  const after = { ...cast };
  for (const [userId, role] of roles ?? []) {
    if (role === null) delete after[userId];
    else after[userId] = role;
  }
  return after;
}

const rolesOf = (cast: Cast) => new Map(Object.entries(cast).map(([userId, role]) => [userId, { role }]));

describe("H27 R22 who may do what to whom", () => {
  const cast: Cast = { mel: "member", olga: "owner", mo: "moderator", mia: "member", max: "moderator" };
  const put = (userId: string, role?: MemberRole): GroupChange => ({ type: "put", userId, role });
  const remove = (userId: string): GroupChange => ({ type: "remove", userId });

  it.each<[by: string, does: GroupChange, outcome: string | Cast]>([
    ["olga", put("new"), { ...cast, new: "member" }],
    ["olga", put("new", "moderator"), { ...cast, new: "moderator" }],
    ["olga", put("new", "owner"), "conflict"],
    ["mo", put("new"), { ...cast, new: "member" }],
    ["mo", put("new", "moderator"), "forbidden"],
    ["mel", put("new"), "forbidden"],
    ["eve", put("new"), "not_found"],
    ["eve", put("eve"), "not_found"],
    ["olga", put("mel", "moderator"), { ...cast, mel: "moderator" }],
    ["olga", put("mo", "member"), { ...cast, mo: "member" }],
    ["olga", put("mo", "owner"), { ...cast, mo: "owner", olga: "moderator" }],
    ["olga", put("olga", "member"), "conflict"],
    ["olga", put("olga", "owner"), cast],
    ["mo", put("mel", "moderator"), "forbidden"],
    ["mo", put("mo", "owner"), "forbidden"],
    ["mel", put("mel", "owner"), "forbidden"],
    // What is so already changes nothing, whoever asks for it.
    ["mel", put("mia"), cast],
    ["mel", put("mia", "member"), cast],
    ["olga", remove("mo"), { mel: "member", olga: "owner", mia: "member", max: "moderator" }],
    ["mo", remove("mel"), { olga: "owner", mo: "moderator", mia: "member", max: "moderator" }],
    ["mo", remove("max"), "forbidden"],
    ["mo", remove("olga"), "forbidden"],
    ["mo", remove("nobody"), cast],
    ["mel", remove("mia"), "forbidden"],
    ["mel", remove("mel"), { olga: "owner", mo: "moderator", mia: "member", max: "moderator" }],
    ["eve", remove("mel"), "not_found"],
    ["eve", remove("eve"), "not_found"],
    // The moderator who came first follows the owner.
    ["olga", remove("olga"), { mel: "member", mo: "owner", mia: "member", max: "moderator" }],
    ["olga", { type: "delete" }, "gone"],
    ["mo", { type: "delete" }, "forbidden"],
    ["eve", { type: "delete" }, "not_found"],
    ["eve", { type: "join" }, { ...cast, eve: "member" }],
    ["mel", { type: "join" }, cast],
  ])("%s: %o", (by, change, expected) => {
    expect(outcome(cast, by, change)).toEqual(expected);
  });

  it("H47 lets anybody into a public group, as a member", () => {
    expect(outcome(cast, "eve", put("eve"), true)).toEqual({ ...cast, eve: "member" });
    expect(outcome(cast, "eve", put("eve", "moderator"), true)).toBe("forbidden");
    expect(outcome(cast, "eve", put("new"), true)).toBe("not_found");
  });

  it("makes the member who came first the owner where there is no moderator, and ends with the last one", () => {
    expect(outcome({ one: "member", two: "owner", three: "member" }, "two", remove("two"))).toEqual({
      one: "owner",
      three: "member",
    });
    expect(outcome({ last: "owner" }, "last", remove("last"))).toBe("gone");
  });

  it("R26 has 5,000 members at most", () => {
    const crowd = Object.fromEntries(Array.from({ length: 4_999 }, (_, n) => [`m${n}`, "member" as const]));
    const full = { ...crowd, olga: "owner" as const };
    for (const [by, change] of [
      ["olga", put("new")],
      ["eve", { type: "join" }],
    ] as const) {
      expect(outcome(full, by, change)).toBe("conflict");
    }
    expect(outcome(full, "m1", { type: "join" })).toEqual(full);
  });
});

describe("H26 who describes it", () => {
  it.each<[by: MemberRole, patch: Record<string, unknown>, outcome: unknown]>([
    ["owner", { name: "B", topic: "t", public: true }, { name: "B", topic: "t", isPublic: true }],
    ["moderator", { topic: "t" }, { name: "Readers", topic: "t", isPublic: false }],
    ["moderator", { name: "Readers", topic: "t" }, { name: "Readers", topic: "t", isPublic: false }],
    ["moderator", { name: "B" }, "forbidden"],
    ["moderator", { public: true }, "forbidden"],
    ["member", { topic: "t" }, "forbidden"],
    ["member", {}, "forbidden"],
    ["owner", {}, undefined],
    ["owner", { topic: "" }, undefined],
  ])("%s: %o", (role, patch, expected) => {
    const roles = rolesOf({ by: role });
    let described: unknown;
    try {
      described = decide(GROUP, roles, "by", { type: "describe", patch }).description;
    } catch (error) {
      described = (error as { code: string }).code;
    }
    expect(described).toEqual(expected);
  });
});

it("R22 has exactly one owner as long as there is anybody, whatever happens", () => {
  const people = ["a", "b", "c", "d", "e"];
  const roles = ["member", "moderator", "owner", "none"] as const;
  for (let seed = 1; seed <= 200; seed++) {
    const { pick, below } = random(seed);
    let cast: Cast = { a: "owner" };
    for (let step = 0; step < 60; step++) {
      const [by, userId, role] = [pick(people), pick(people), pick(roles)];
      const change = pick<GroupChange>([
        { type: "put", userId, role: role === "none" ? undefined : role },
        { type: "remove", userId },
        { type: "join" },
      ]);
      const isAccountGone = below(10) === 0;
      const next = isAccountGone
        ? applied(cast, leaving(rolesOf(cast), userId))
        : outcome(cast, by, change, below(2) === 0);
      if (next === "gone") break;
      // A refusal changes nothing.
      if (typeof next !== "string") cast = next;
      expect(
        Object.values(cast).filter((one) => one === "owner"),
        `seed ${seed}`,
      ).toHaveLength(1);
    }
  }
});
