import { type ReadonlySignal, signal } from "@preact/signals";
import * as v from "valibot";
import type { DraftStorage } from "./drafts.ts";

const off = v.optional(v.fallback(v.boolean(), false), false);
const Schema = v.object({ system: off, sound: off, hidesText: off });

/** How this device tells of news: each has to be asked for, and is kept for each person. */
export type NoticeSettings = v.InferOutput<typeof Schema>;

const NONE: NoticeSettings = { system: false, sound: false, hidesText: false };

export interface NoticeSettingsModel {
  settings: ReadonlySignal<NoticeSettings>;
  set(change: Partial<NoticeSettings>): void;
  /** As another tab may have changed them. */
  refresh(): NoticeSettings;
}

export function createNoticeSettings(storage: DraftStorage, userId: string): NoticeSettingsModel {
  const key = `notices:${userId}`;
  const settings = signal(parse(storage.get(key)));
  const refresh = () => {
    settings.value = parse(storage.get(key));
    return settings.value;
  };
  return {
    settings,
    refresh,
    set: (change) => {
      storage.set(key, JSON.stringify({ ...refresh(), ...change }));
      refresh();
    },
  };
}

function parse(stored: string | undefined): NoticeSettings {
  try {
    const parsed = v.safeParse(Schema, JSON.parse(stored ?? "{}"));
    return parsed.success ? parsed.output : NONE;
  } catch {
    return NONE;
  }
}
