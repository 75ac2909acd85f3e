import { expect, it } from "vitest";
import { mergePatch } from "../../worker/merge-patch.ts";

it("does what RFC 7396 shows, in its appendix, for objects", () => {
  const cases: [unknown, Record<string, unknown>, unknown][] = [
    [{ a: "b" }, { a: "c" }, { a: "c" }],
    [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
    [{ a: "b" }, { a: null }, {}],
    [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
    [{ a: ["b"] }, { a: "c" }, { a: "c" }],
    [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
    [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
    [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: "b", c: null }, { a: "b" }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ];
  for (const [target, patch, result] of cases) expect(mergePatch(target, patch)).toEqual(result);
});

it("takes a name for a name, also one that means something in JavaScript", () => {
  const merged = mergePatch({}, JSON.parse('{"a":{"__proto__":{"admin":true},"constructor":1}}'));
  expect(JSON.stringify(merged)).toBe('{"a":{"__proto__":{"admin":true},"constructor":1}}');
  expect(Object.getPrototypeOf(merged["a"])).toBe(Object.prototype);
});
