import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { beforeEach, describe, expect, test } from "vitest";
import { inProject } from "../../scripts/project.ts";
import { KEPT_ME } from "../../web/browser/kept-me.ts";
import { directionOf, LANGUAGES, languageOf } from "../../web/i18n/languages.ts";
import { createLanguage } from "../../web/models/language.ts";

describe("before the first paint", () => {
  const script = readFileSync(inProject("web", "public", "before-paint.js"), "utf8");

  /** Runs the script in a page that has nothing but what it needs. */
  function paint(languages: string[], stored: Record<string, string> | "refused" = {}) {
    const page = { lang: "en", dir: "ltr", dataset: {} };
    const links: { rel?: string; href?: string }[] = [];
    runInNewContext(script, {
      document: {
        documentElement: page,
        currentScript: {
          dataset: { arStart: "/ar.js", arRoom: "/ar-room.js", in: "/room.js", out: "/door.js /forms.js" },
        },
        createElement: () => ({}),
        head: { append: (link: { rel?: string; href?: string }) => links.push(link) },
      },
      navigator: { languages },
      localStorage: {
        getItem: (key: string) => {
          if (stored === "refused") throw new Error("no storage here");
          return stored[key] ?? null;
        },
      },
    });
    return { ...page, links };
  }

  test.each([
    [["en-GB"], {}, "en-GB", "ltr"],
    [["de-DE", "ar-EG", "en"], {}, "ar-EG", "rtl"],
    [["de-DE", "fr"], {}, "en", "ltr"],
    [[], {}, "en", "ltr"],
    [["en-GB", "tr-CY"], { language: "tr" }, "tr-CY", "ltr"],
    [["en-GB"], { language: "ar" }, "ar", "rtl"],
    [["ja"], { language: "klingon" }, "ja", "ltr"],
  ])("a browser that reads %j and has stored %j shows %s", (languages, stored, lang, dir) => {
    expect(paint(languages, stored)).toMatchObject({ lang, dir });
  });

  test("a browser that refuses its storage still shows a language", () => {
    expect(paint(["ru-RU"], "refused")).toMatchObject({ lang: "ru-RU", dir: "ltr" });
  });

  test("every language is known to it, with its direction", () => {
    for (const language of LANGUAGES) {
      expect(paint([language])).toMatchObject({ lang: language, dir: directionOf(language) });
    }
  });

  test("what comes next is asked for where the build has told its address, for whoever was in, and for others", () => {
    const addresses = (languages: string[], stored = {}) =>
      paint(languages, stored).links.map(({ rel, href }) => `${rel} ${href}`);
    expect(addresses(["ar"], { [KEPT_ME]: "{}" })).toEqual(
      ["/ar.js", "/ar-room.js", "/room.js"].map((href) => `modulepreload ${href}`),
    );
    expect(addresses(["ar"])).toEqual(["/ar.js", "/door.js", "/forms.js"].map((href) => `modulepreload ${href}`));
    expect(addresses(["ja"], { [KEPT_ME]: "{}" })).toEqual(["modulepreload /room.js"]);
  });
});

describe("the choice of a language", () => {
  let stored: Map<string, string>;
  let shown: string[];
  let saved: Record<string, unknown>[];
  let clock: string;

  beforeEach(() => {
    [stored, shown, saved, clock] = [new Map(), [], [], "none"];
  });

  /** `arrivals` holds back the texts of a locale until its promise is done. */
  function model(arrivals: Record<string, Promise<void>> = {}) {
    return createLanguage({
      locale: "en-GB",
      preferred: () => ["en-GB", "ar-EG"],
      storage: {
        get: (key) => stored.get(key),
        set: (key, value) => void stored.set(key, value),
        remove: (key) => void stored.delete(key),
      },
      speak: async (locale) => {
        await arrivals[locale];
        shown.push(locale);
      },
      setClock: (choice) => {
        clock = choice;
      },
      save: async (settings) => void saved.push(settings),
    });
  }

  test("is shown with the reader's region, and kept here and with the account", async () => {
    const language = model();
    await language.choose("ar");
    expect(shown).toEqual(["ar-EG"]);
    expect(language.language.value).toBe("ar");
    expect(stored.get("language")).toBe("ar");
    expect(saved).toEqual([{ language: "ar" }]);
  });

  test("that cannot be shown changes nothing", async () => {
    const language = model({ ru: Promise.reject(new Error("no network")) });
    await expect(language.choose("ru")).rejects.toThrow("no network");
    expect(language.language.value).toBe("en");
    expect(stored.has("language")).toBe(false);
    expect(saved).toEqual([]);
  });

  test("the later of two counts, whichever comes first", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const language = model({ ja: promise });
    const first = language.choose("ja");
    await language.choose("tr");
    resolve();
    await first;
    expect(language.language.value).toBe("tr");
    expect(stored.get("language")).toBe("tr");
    expect(saved).toEqual([{ language: "tr" }]);
  });

  test("of the account counts for more than that of the device, and nothing is shown until it is there", async () => {
    stored.set("clock", "h23");
    const language = model();
    expect(clock).toBe("h23");
    language.follow({ language: "ja", clock: "h12" });
    expect(language.isComing.value).toBe(true);
    await expect.poll(() => language.isComing.value).toBe(false);
    expect([language.language.value, language.clock.value, clock]).toEqual(["ja", "h12", "h12"]);
    expect(saved).toEqual([]);
  });

  test("is not taken back by an answer that was on its way, nor by settings that make no sense", async () => {
    const language = model();
    language.follow({ language: "en" });
    await language.choose("ru");
    language.follow({ language: "en", theme: "dark" });
    language.follow({ language: 7, clock: "sundial" });
    expect(language.isComing.value).toBe(false);
    expect(languageOf(shown.at(-1) ?? "")).toBe("ru");
    expect([language.language.value, language.clock.value]).toEqual(["ru", "language"]);
  });

  test("on another device is followed without hiding what somebody is doing here", async () => {
    const language = model();
    language.follow({});
    language.follow({ language: "tr" });
    expect(language.isComing.value).toBe(false);
    await expect.poll(() => language.language.value).toBe("tr");
  });

  test("of the next person is their own", async () => {
    const language = model();
    language.follow({ language: "tr" });
    await expect.poll(() => language.language.value).toBe("tr");
    language.follow(undefined);
    await language.choose("en");
    language.follow({ language: "tr" });
    await expect.poll(() => language.language.value).toBe("tr");
  });

  test("of how times are written is kept too, and forgotten where it is the usual one", async () => {
    const language = model();
    await language.chooseClock("h12");
    expect([clock, stored.get("clock")]).toEqual(["h12", "h12"]);
    await language.chooseClock("language");
    expect([clock, stored.has("clock")]).toEqual(["language", false]);
    expect(saved).toEqual([{ clock: "h12" }, { clock: "language" }]);
  });
});
