import { describe, expect, test } from "vitest";
import { dayOf } from "../../web/i18n/dates.ts";
import { en } from "../../web/i18n/en.ts";
import { enAccount } from "../../web/i18n/en-account.ts";
import { enActions } from "../../web/i18n/en-actions.ts";
import { enGroups } from "../../web/i18n/en-groups.ts";
import { enScreens } from "../../web/i18n/en-screens.ts";
import { enSearch } from "../../web/i18n/en-search.ts";
import { parts, t, tError, tParts } from "../../web/i18n/translate.ts";
import { ERROR_CODES } from "../../worker/protocol.ts";

test("one message is a message, several are messages", () => {
  expect(t("room.unseen", { count: 1 })).toBe("1 new message");
  expect(t("room.unseen", { count: 5 })).toBe("5 new messages");
  expect(t("room.unseen", { count: 1_234 })).toBe("1,234 new messages");
});

test("a language with more plural forms uses those it has", () => {
  const messages = { zero: "none", one: "one", two: "a pair", few: "# few", many: "# many", other: "# other" };
  expect(parts(messages, { count: 7 }).join("")).toBe("7 other");
});

test("elements stand where the placeholders are", () => {
  const name = { bdi: "Leyla" };
  expect(tParts("room.typing.one", { name })).toEqual(["", name, " is writing…"]);
});

test("text that looks like a placeholder stays text", () => {
  expect(t("room.announce", { name: "{text}", text: "hello" })).toBe("{text}: hello");
});

test("every error of the protocol has a sentence, and an unknown one gets the general one", () => {
  for (const code of [...ERROR_CODES, "unreachable", "expired"]) expect(en).toHaveProperty([`error.${code}`]);
  expect(tError("blocked")).toBe("You cannot write to this person.");
  expect(tError("brand_new")).toBe(t("error.internal"));
});

test("no entry stands in two parts of the catalogue", () => {
  const keys = [en, enScreens, enActions, enAccount, enGroups, enSearch].flatMap((part) => Object.keys(part));
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});

describe("days", () => {
  const noon = new Date(2026, 10, 21, 12).getTime();
  const hour = 60 * 60 * 1000;

  test.each([
    ["Today", 0],
    ["Today", -12 * hour],
    ["Yesterday", -13 * hour],
    ["Thursday 19 November", -48 * hour],
  ])("are called %s", (name, offset) => {
    expect(
      dayOf(noon + offset, noon)
        .replace(",", "")
        .split(" ")
        .toSorted(),
    ).toEqual(name.split(" ").toSorted());
  });
});
