import { type ReadonlySignal, signal } from "@preact/signals";
import { type Privacy, privacyIn } from "../../worker/protocol.ts";
import type { Session } from "./session.ts";

export interface PrivacySettingsModel {
  /** As it was asked for last, as long as the server has not answered. */
  privacy: ReadonlySignal<Privacy>;
  /** Shows at once and goes back where it was not taken. Rejects with `ApiError`. */
  set(change: Partial<Privacy>): Promise<void>;
}

/** The calls go one after the other, each with all that was asked for until then: whoever switches fast loses nothing. */
export function createPrivacySettings(session: Pick<Session, "state" | "update">): PrivacySettingsModel {
  const privacy = signal(kept());
  let last: Promise<unknown> = Promise.resolve();

  function kept(): Privacy {
    return privacyIn(settings());
  }

  function settings(): Record<string, unknown> {
    const state = session.state.peek();
    return state.kind === "in" ? state.me.settings : {};
  }

  return {
    privacy,
    set: (change) => {
      privacy.value = { ...privacy.value, ...change };
      const mine = last.then(() => session.update({ settings: { ...settings(), privacy: privacy.value } }));
      last = mine.catch(() => {
        privacy.value = kept();
      });
      return mine;
    },
  };
}
