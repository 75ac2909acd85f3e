import { describe, expect, test } from "vitest";
import { complete, mentionBefore } from "../../web/models/completion.ts";
import { createPeopleHere } from "../../web/models/people-here.ts";
import { namesIn, type Person } from "../../worker/protocol.ts";

const someone = (username: string, displayName: string): Person => ({ id: username, username, displayName });
const [ayse, bob, ann] = [someone("ayse_y", "Ayşe Nur Yılmaz"), someone("bob", "Боб"), someone("ann", "Ann")];
const nobody: Person = { id: "gone", username: null, displayName: null };
const still = new AbortController().signal;

describe("R12 a name in a text", () => {
  test.each([
    ["@bob", ["bob"]],
    ["(@Bob), *@ANN* and “@ayse_y”.", ["bob", "ann", "ayse_y"]],
    ["@bob's", ["bob"]],
    ["请@bob看", ["bob"]],
    ["@bob@example.org a@bob https://x.example/@bob @@bob .@bob", []],
    ["@bo @1bob @ bob", []],
    [`@${"b".repeat(33)}`, []],
  ])("%s", (text, names) => {
    const found = namesIn(text);
    expect(found.map(({ username }) => username)).toEqual(names);
    for (const { start, end, username } of found) expect(text.slice(start, end).toLowerCase()).toBe(`@${username}`);
  });
});

describe("naming somebody", () => {
  test.each([
    ["@", { query: "", from: 0, to: 1 }],
    ["hello @ay", { query: "ay", from: 6, to: 9 }],
    ["(@боб", { query: "боб", from: 1, to: 5 }],
  ])("begins with the sign at the start of a word: %s", (text, word) => {
    expect(mentionBefore(text, text.length)).toEqual(word);
  });
  test.each(["a@b", "@a b", "mail@ann", "@@"])("does not begin with %s", (text) => {
    expect(mentionBefore(text, text.length)).toBeUndefined();
  });

  const peopleIn = (kind: "group" | "direct" | "global") => {
    const asked: string[] = [];
    const peopleHere = createPeopleHere({
      me: ann,
      room: { id: "r", kind, ...(kind === "direct" ? { peer: bob } : {}) },
      groups: {
        details: async (roomId) => {
          asked.push(roomId);
          const members = [ann, bob, ayse, nobody].map((person) => ({ ...person, role: "member" as const }));
          return {
            ...{ id: roomId, kind: "group", lastSeq: 0, readSeq: 0, unread: 0, mentions: 0 },
            ...{ muted: false, notify: "all", members },
          };
        },
      },
      api: {
        findPeople: async (q) => {
          asked.push(q);
          return [ayse];
        },
      },
    });
    return { asked, find: async (query: string) => (await peopleHere(query, still)).map(({ id }) => id) };
  };

  test("in a group offers its members but oneself, by any of their names, asked for once", async () => {
    const { asked, find } = peopleIn("group");
    expect(await find("")).toEqual(["bob", "ayse_y"]);
    expect(await find("ay")).toEqual(["ayse_y"]);
    expect(await find("YIL")).toEqual([]);
    expect(await find("yıl")).toEqual(["ayse_y"]);
    expect(await find("nur")).toEqual(["ayse_y"]);
    expect(await find("БО")).toEqual(["bob"]);
    expect(await find("ob")).toEqual([]);
    expect(asked).toEqual(["r"]);
  });

  test("between two people offers these, and in the global room whoever is found", async () => {
    expect(await peopleIn("direct").find("b")).toEqual(["bob"]);
    const { asked, find } = peopleIn("global");
    expect(await find("")).toEqual([]);
    expect(await find("ay")).toEqual(["ayse_y"]);
    expect(asked).toEqual(["ay"]);
  });

  test("asks nobody where one has typed on", async () => {
    const { asked } = peopleIn("global");
    const left = new AbortController();
    const peopleHere = createPeopleHere({
      me: ann,
      room: { id: "global", kind: "global" },
      groups: { details: () => Promise.reject(new Error("not asked")) },
      api: {
        findPeople: async (q) => {
          asked.push(q);
          return [];
        },
      },
    });
    const found = peopleHere("ay", left.signal);
    left.abort();
    await expect(found).rejects.toThrow();
    expect(asked).toEqual([]);
  });

  test("puts the username in the place of what was typed", async () => {
    const sources = { locale: "en", peopleHere: async () => [bob], signal: still };
    expect(await complete("hello @бо", 9, sources)).toEqual({
      word: { query: "бо", from: 6, to: 9 },
      options: [{ kind: "person", text: "@bob ", label: "Боб", person: bob }],
    });
  });
});
