import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { type Privacy, privacyIn } from "../../worker/protocol.ts";
import type { Session } from "./session.ts";

export interface PrivacySettingsModel {
  /** As it was asked for last, as long as the server has not answered; else as it is heard to be, from wherever it was set. */
  privacy: ReadonlySignal<Privacy>;
  /** Shows at once and goes back where it was not taken. Rejects with `ApiError`. */
  set(change: Partial<Privacy>): Promise<void>;
}

/** Each change names what was switched and nothing else: what another tab or device has set meanwhile stays. */
export function createPrivacySettings(session: Pick<Session, "state" | "saveSettings">): PrivacySettingsModel {
  /** On their way, in the order in which they were made. */
  const asked = signal<readonly Partial<Privacy>[]>([]);
  const settings = computed(() => (session.state.value.kind === "in" ? session.state.value.me.settings : {}));

  return {
    privacy: computed(() => {
      let shown = privacyIn(settings.value);
      for (const change of asked.value) shown = { ...shown, ...change };
      return shown;
    }),
    set: async (change) => {
      asked.value = [...asked.value, change];
      try {
        await session.saveSettings({ privacy: change });
      } finally {
        asked.value = asked.value.filter((each) => each !== change);
      }
    },
  };
}
