import "./support/english.ts";
import { afterEach, describe, expect, test } from "vitest";
import { dayOf, setClock, timeOf } from "../../web/i18n/dates.ts";
import { endOf, leftOf } from "../../web/i18n/durations.ts";
import { entries as english } from "../../web/i18n/en/start.ts";
import { speak } from "../../web/i18n/speak.ts";
import { t, tError, tParts } from "../../web/i18n/translate.ts";
import { ERROR_CODES } from "../../worker/protocol.ts";

afterEach(async () => {
  setClock("language");
  await speak("en");
});

test("one message is a message, several are messages", () => {
  expect(t("room.unseen", { count: 1 })).toBe("1 new message");
  expect(t("room.unseen", { count: 5 })).toBe("5 new messages");
  expect(t("room.unseen", { count: 1_234 })).toBe("1,234 new messages");
});

test.each([
  ["tr", ["1 yeni mesaj", "2 yeni mesaj"]],
  ["ru", ["1 новое сообщение", "2 новых сообщения", "5 новых сообщений", "21 новое сообщение", "1,5 нового сообщения"]],
  [
    "ar",
    ["لا رسائل جديدة", "رسالة جديدة واحدة", "رسالتان جديدتان", "3 رسائل جديدة", "11 رسالة جديدة", "100 رسالة جديدة"],
  ],
  ["ja", ["新着メッセージ1件"]],
])("in %s a number changes the words as people say them", async (language, sentences) => {
  await speak(language);
  const counts = { tr: [1, 2], ru: [1, 2, 5, 21, 1.5], ar: [0, 1, 2, 3, 11, 100], ja: [1] }[language] ?? [];
  expect(counts.map((count) => t("room.unseen", { count }))).toEqual(sentences);
});

test("elements stand where the placeholders are", () => {
  const name = { bdi: "Leyla" };
  expect(tParts("room.beginning.direct", { name })).toEqual(["Your conversation with ", name, " begins here."]);
});

test("text that looks like a placeholder stays text", () => {
  expect(t("message.line", { name: "{text}", text: "hello" })).toBe("{text}: hello");
});

test("a number that a sentence names has the digits of the reader's region", async () => {
  expect(t("profile.error.bio")).toBe("Use at most 500 characters.");
  await speak("ar-EG");
  expect(t("profile.error.bio")).toContain("٥٠٠");
  expect(t("room.unseen", { count: 1_234 })).toContain("١٬٢٣٤");
});

test("every error of the protocol has a sentence, and an unknown one gets the general one", () => {
  for (const code of [...ERROR_CODES, "unreachable", "expired"]) expect(english).toHaveProperty([`error.${code}`]);
  expect(tError("blocked")).toBe("You cannot write to this person.");
  expect(tError("brand_new")).toBe(t("error.internal"));
});

test("of two languages chosen one after the other the later one is spoken", async () => {
  // Already when the first is done: nobody is to see a page that has not found its words yet.
  const [first] = [speak("ru"), speak("ja")];
  await first;
  expect(t("message.delete")).toBe("削除");
  await Promise.all([speak("ja"), speak("ru")]);
  expect(t("message.delete")).toBe("Удалить");
});

test("times are written as is usual in the region, or as one has chosen", async () => {
  const at = new Date(2026, 10, 21, 15, 5).getTime();
  const time = async (locale: string) => {
    await speak(locale);
    return timeOf(at).replace(/\s/g, " ");
  };
  expect(await time("en-US")).toBe("3:05 PM");
  expect(await time("en-GB")).toBe("15:05");
  setClock("h12");
  expect(await time("en-GB")).toBe("3:05 pm");
  expect(await time("ja")).toBe("午後3:05");
  setClock("h23");
  expect(await time("en-US")).toBe("15:05");
  expect(await time("ar-EG")).toBe("١٥:٠٥");
});

test("what ends another day is told with its day, and what is left of a wait in a unit that can be grasped", async () => {
  await speak("en-GB");
  setClock("language");
  const now = new Date(2026, 10, 21, 23, 30).getTime();
  const minute = 60_000;
  expect(endOf(now + 5 * minute, now)).toBe("23:35");
  for (const later of [60 * minute, 7 * 24 * 60 * minute]) {
    expect(endOf(now + later, now)).toMatch(/November 2026/);
    expect(endOf(now + later, now)).toContain(timeOf(now + later));
  }
  expect([1, 90, 91, 301, 5_400, 5_401, 21_437].map(leftOf)).toEqual([
    "1 second",
    "90 seconds",
    "2 minutes",
    "6 minutes",
    "90 minutes",
    "2 hours",
    "6 hours",
  ]);
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

  test.each([
    ["tr", "Bugün", "Dün"],
    ["ru", "Сегодня", "Вчера"],
    ["ar", "اليوم", "أمس"],
    ["ja", "今日", "昨日"],
  ])("in %s are called %s and %s", async (language, today, yesterday) => {
    await speak(language);
    expect([dayOf(noon, noon), dayOf(noon - 24 * hour, noon)]).toEqual([today, yesterday]);
  });
});
