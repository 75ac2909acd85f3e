import { type ReadonlySignal, signal } from "@preact/signals";
import * as v from "valibot";
import type { Clock } from "../i18n/dates.ts";
import { LANGUAGES, type Language, languageOf, localeOf } from "../i18n/languages.ts";
import type { DraftStorage } from "./drafts.ts";

const LanguageSchema = v.picklist(LANGUAGES);
const ClockSchema = v.picklist(["language", "h12", "h23"]);
export const CLOCKS: readonly Clock[] = ClockSchema.options;

export interface LanguageModel {
  language: ReadonlySignal<Language>;
  clock: ReadonlySignal<Clock>;
  /** Whether the texts of somebody who has just come in are on their way: what stands there until then must not be read. */
  isComing: ReadonlySignal<boolean>;
  /**
   * Shows a language, and keeps the choice on this device and with the account. Rejects with `ApiError` where the account
   * could not be told, and with what `speak` rejects with where the texts did not come; then nothing has changed.
   */
  choose(language: Language): Promise<void>;
  /** Likewise for how times are written; it is shown at once. */
  chooseClock(clock: Clock): Promise<void>;
  /** What the settings of whoever is signed in say, `undefined` for nobody. They count for more than this device's choice. */
  follow(settings: Record<string, unknown> | undefined): void;
}

interface Page {
  /** What it begins with; see `before-paint.js`. */
  locale: string;
  /** What the browser says its owner reads, best first. */
  preferred(): readonly string[];
  storage: DraftStorage;
  /** Fetches the texts and shows them. */
  speak(locale: string): Promise<void>;
  setClock(clock: Clock): void;
  /** Keeps settings with the account, if somebody is signed in. */
  save(settings: Record<string, unknown>): Promise<void>;
}

export function createLanguage({ locale, preferred, storage, speak, setClock, save }: Page): LanguageModel {
  const language = signal(languageOf(locale));
  const clock = signal(clockIn(storage.get("clock")) ?? "language");
  const isComing = signal(false);
  let followed: Record<string, unknown> | undefined;
  let wanted = language.peek();
  setClock(clock.peek());

  /** Says whether it is shown: of two choices in a row the later one counts, whichever texts come first. */
  async function show(next: Language): Promise<boolean> {
    wanted = next;
    try {
      await speak(localeOf(next, preferred()));
    } catch (error) {
      if (wanted === next) wanted = language.peek();
      throw error;
    }
    if (wanted !== next) return false;
    language.value = next;
    storage.set("language", next);
    return true;
  }

  function showClock(next: Clock): void {
    clock.value = next;
    setClock(next);
    if (next === "language") storage.remove("clock");
    else storage.set("clock", next);
  }

  async function followLanguage(next: Language): Promise<void> {
    // Who has been here for a while may have typed something: they see the old language until the new one is there.
    isComing.value = followed === undefined;
    try {
      await show(next);
    } catch (error) {
      // Another time: the page can be read as it is.
      console.warn(error);
    } finally {
      isComing.value = false;
    }
  }

  return {
    language,
    clock,
    isComing,
    choose: async (next) => {
      if (await show(next)) await save({ language: next });
    },
    chooseClock: async (next) => {
      showClock(next);
      await save({ clock: next });
    },
    follow: (settings) => {
      if (settings !== undefined) {
        // Only what is news: an answer that was on its way must not take back what has been chosen since.
        const isNews = (key: string) => settings[key] !== followed?.[key];
        const [nextLanguage, nextClock] = [languageIn(settings["language"]), clockIn(settings["clock"])];
        if (isNews("language") && nextLanguage !== undefined && nextLanguage !== wanted) {
          void followLanguage(nextLanguage);
        }
        if (isNews("clock") && nextClock !== undefined) showClock(nextClock);
      }
      followed = settings;
    },
  };
}

function languageIn(value: unknown): Language | undefined {
  const parsed = v.safeParse(LanguageSchema, value);
  return parsed.success ? parsed.output : undefined;
}

function clockIn(value: unknown): Clock | undefined {
  const parsed = v.safeParse(ClockSchema, value);
  return parsed.success ? parsed.output : undefined;
}
