import { type ReadonlySignal, signal } from "@preact/signals";
import type { Me } from "../../worker/protocol.ts";
import type { Api, Credentials } from "../client/api.ts";
import { type ApiError, asApiError } from "../client/api-error.ts";

/** `unreachable` is before anything is known; later the sockets tell how the connection is. */
export type SessionState =
  | { kind: "unknown" }
  | { kind: "unreachable"; error: ApiError }
  /** `ended`: the server closed the session; `left`: its owner did; `none`: there was none. */
  | { kind: "out"; why: "none" | "ended" | "left" }
  | { kind: "in"; me: Me };

export interface Session {
  state: ReadonlySignal<SessionState>;
  /** Asks the server who we are. */
  find(): Promise<void>;
  /** Reject with `ApiError`. */
  signUp(credentials: Credentials): Promise<void>;
  logIn(credentials: Credentials): Promise<void>;
  logOut(): Promise<void>;
  update(change: Parameters<Api["updateMe"]>[0]): Promise<void>;
  /** The server ended the session: from another device, or because it ran out. */
  end(): void;
}

export function createSession(api: Api): Session {
  const state = signal<SessionState>({ kind: "unknown" });
  let isLeaving = false;
  const enter = (me: Me) => {
    state.value = { kind: "in", me };
  };
  return {
    state,
    find: async () => {
      try {
        enter(await api.me());
      } catch (thrown) {
        const error = asApiError(thrown);
        const isOut = error.code === "unauthenticated";
        state.value = isOut ? { kind: "out", why: "none" } : { kind: "unreachable", error };
      }
    },
    signUp: async (credentials) => enter((await api.register(credentials)).user),
    logIn: async (credentials) => enter((await api.logIn(credentials)).user),
    logOut: async () => {
      isLeaving = true;
      try {
        await api.logOut();
        state.value = { kind: "out", why: "left" };
      } finally {
        isLeaving = false;
      }
    },
    update: async (change) => enter(await api.updateMe(change)),
    end: () => {
      // The sockets may hear of it before the answer to our own request does.
      if (!isLeaving) state.value = { kind: "out", why: "ended" };
    },
  };
}
