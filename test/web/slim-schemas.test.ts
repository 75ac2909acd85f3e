import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as whole from "valibot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inProject } from "../../scripts/project.ts";
import { withoutReasons } from "../../web/build/slim-schemas.ts";
import { type Random, random } from "../support/random.ts";

type Valibot = typeof whole;

const FILE = inProject("node_modules", "valibot", "dist", "index.mjs");

let folder: string;
let slim: Valibot;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "confab-slim-"));
  const file = join(folder, "valibot.mjs");
  await writeFile(file, withoutReasons(await readFile(FILE, "utf8")));
  slim = await import(pathToFileURL(file).href);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Of everything that the page's schemas are made of. */
function schemaOf(v: Valibot) {
  const person = v.object({ id: v.string(), name: v.nullable(v.string()), isHere: v.optional(v.boolean()) });
  const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
  const message = v.object({
    from: person,
    seq: count,
    body: v.pipe(
      v.string(),
      v.regex(/^[a-z ]*$/),
      v.check((text) => text !== "no"),
    ),
    mentions: v.optional(v.array(v.string())),
    reactions: v.optional(v.record(v.pipe(v.string(), v.regex(/^[ab]$/)), v.array(v.string()))),
    kind: v.fallback(v.picklist(["one", "two"]), "one"),
    place: v.optional(v.tuple([v.number(), v.string()])),
    more: v.optional(v.unknown()),
  });
  return v.variant("type", [
    v.object({ type: v.literal("messages"), messages: v.array(message), prev: v.optional(count, 0) }),
    v.object({ type: v.literal("people"), people: v.record(v.string(), person), none: v.undefined_() }),
    v.object({ type: v.picklist(["gone", "lost"]), at: v.pipe(v.number(), v.transform(String)) }),
  ]);
}

const MESSAGE = {
  from: { id: "ann", name: null, isHere: true },
  seq: 3,
  body: "good morning",
  mentions: ["bob"],
  reactions: { a: ["ann"], b: [] },
  kind: "two",
  place: [1, "left"],
  more: { of: "it" },
};
const FRAMES = [
  { type: "messages", messages: [MESSAGE, MESSAGE], prev: 7 },
  { type: "people", people: { ann: MESSAGE.from, bob: { id: "bob", name: "Bob" } } },
  { type: "gone", at: 4 },
];
const ODD = [
  undefined,
  null,
  "",
  "no",
  "UPPER",
  0,
  -1,
  1.5,
  Number.NaN,
  2 ** 60,
  true,
  [],
  {},
  [1],
  { id: 1 },
  () => 1,
];

describe("what the page has of valibot", () => {
  it("takes and refuses what the whole of it does, and gives the same", () => {
    const [ours, theirs] = [schemaOf(slim), schemaOf(whole)];
    const chance = random(7);
    const refused = new Set<boolean>();
    for (let n = 0; n < 3_000; n++) {
      const frame = n < FRAMES.length ? FRAMES[n] : spoilt(FRAMES[n % FRAMES.length], chance);
      const [a, b] = [slim.safeParse(ours, frame), whole.safeParse(theirs, frame)];
      expect([a.success, a.typed, a.output], JSON.stringify(frame)).toEqual([b.success, b.typed, b.output]);
      expect(slim.is(ours, frame)).toBe(whole.is(theirs, frame));
      refused.add(a.success);
    }
    expect(refused.size).toBe(2);
    expect(() => slim.parse(ours, 1)).toThrow(slim.ValiError);
  });

  it("is looked at again where a new version says it otherwise", () => {
    expect(() => withoutReasons("export {};")).toThrow("valibot has nothing like");
  });
});

/** The same with one thing in it changed, left out or added. */
function spoilt(value: unknown, chance: Random): unknown {
  if (typeof value !== "object" || value === null || chance.below(10) === 0) return ODD[chance.below(ODD.length)];
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...value };
  const key = chance.pick(["added", ...Object.keys(copy)]);
  if (chance.below(5) === 0) Reflect.deleteProperty(copy, key);
  else Reflect.set(copy, key, spoilt(Reflect.get(copy, key), chance));
  return copy;
}
