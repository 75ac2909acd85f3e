import { type ReadonlySignal, signal } from "@preact/signals";
import type { Session } from "../../worker/protocol.ts";
import type { AccountApi } from "../client/account-api.ts";
import { type ApiError, asApiError } from "../client/api-error.ts";

/** The sessions of whoever is signed in. */
export interface Devices {
  /** The one in use first; `undefined` until they are known. */
  list: ReadonlySignal<Session[] | undefined>;
  /** Why they are not. */
  fault: ReadonlySignal<ApiError | undefined>;
  load(): Promise<void>;
  /** Both reject with `ApiError`, and leave the list as it is then. */
  end(id: string): Promise<void>;
  endOthers(): Promise<void>;
}

export function createDevices(api: Pick<AccountApi, "sessions" | "endSession" | "endOtherSessions">): Devices {
  const list = signal<Session[]>();
  const fault = signal<ApiError>();
  const keep = (isKept: (session: Session) => boolean) => {
    list.value = list.value?.filter(isKept);
  };
  return {
    list,
    fault,
    load: async () => {
      fault.value = undefined;
      try {
        const sessions = await api.sessions();
        list.value = sessions.toSorted((a, b) => Number(b.current) - Number(a.current));
      } catch (thrown) {
        fault.value = asApiError(thrown);
      }
    },
    end: async (id) => {
      try {
        await api.endSession(id);
      } catch (thrown) {
        // It ended meanwhile, from another device: that is what was wanted.
        if (asApiError(thrown).code !== "not_found") throw thrown;
      }
      keep((session) => session.id !== id);
    },
    endOthers: async () => {
      await api.endOtherSessions();
      keep(({ current }) => current);
    },
  };
}
