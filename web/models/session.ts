import { type ReadonlySignal, signal } from "@preact/signals";
import type { Me } from "../../worker/protocol.ts";
import type { Api, Credentials } from "../client/api.ts";
import { ApiError, asApiError } from "../client/api-error.ts";

/** `unreachable` is before anything is known; later the sockets tell how the connection is. */
export type SessionState =
  | { kind: "unknown" }
  | { kind: "unreachable"; error: ApiError }
  | Out
  | { kind: "in"; me: Me };

/** `ended`: the server closed the session; `banned`: and its owner with it; `left`: its owner did; `deleted`: for good; `none`: there was none. */
export interface Out {
  kind: "out";
  why: "none" | "ended" | "banned" | "left" | "deleted";
}

export type SettingsChange = (settings: Readonly<Record<string, unknown>>) => Record<string, unknown>;

export interface Session {
  state: ReadonlySignal<SessionState>;
  /** Who was signed in here when the page was closed, by id. */
  last: string | undefined;
  /** Resolves when the server has said who this is; before that it is who was here last. */
  sure: Promise<void>;
  /** Asks the server who we are. Where it does not answer, whoever was here last stays. */
  find(): Promise<void>;
  /** Reject with `ApiError`. */
  signUp(credentials: Credentials): Promise<void>;
  logIn(credentials: Credentials): Promise<void>;
  logOut(): Promise<void>;
  /** Deletes the account. */
  leaveForGood(password: string): Promise<void>;
  update(change: Parameters<Api["updateMe"]>[0]): Promise<void>;
  /**
   * Changes some settings of whoever is signed in, and leaves the others; nothing where nobody is. `changeOf` is given what the
   * settings are on the server, where another device may have changed them, and answers those that become others.
   */
  saveSettings(changeOf: SettingsChange): Promise<void>;
  /** The server ended the session: from another device, because it ran out, or, as `reason` says, for good. */
  end(reason?: string): void;
}

/** @param last who was signed in here when the page was closed: most likely they still are, and need not wait to be told */
export function createSession(api: Api, last?: Me): Session {
  const state = signal<SessionState>(last === undefined ? { kind: "unknown" } : { kind: "in", me: last });
  const { promise: sure, resolve: isSure } = Promise.withResolvers<void>();
  let isLeaving = false;
  let saving: Promise<void> = Promise.resolve();
  let asked = 0;
  let answered = 0;
  /** `turn` is when it was asked, where that was a while ago: what was answered or changed since is newer. */
  const enter = (me: Me, turn = ++asked) => {
    if (turn < answered) return;
    answered = turn;
    isSure();
    state.value = { kind: "in", me };
  };
  async function update(change: Parameters<Api["updateMe"]>[0]): Promise<void> {
    const me = await api.updateMe(change);
    // Who left meanwhile is out.
    if (state.peek().kind === "in") enter(me);
  }
  async function leave(work: () => Promise<void>, why: Out["why"]): Promise<void> {
    isLeaving = true;
    try {
      await work();
      state.value = { kind: "out", why };
    } finally {
      isLeaving = false;
    }
  }
  return {
    state,
    last: last?.id,
    sure,
    find: async () => {
      const turn = ++asked;
      const found = await api.me().catch(asApiError);
      // Who left or was put out meanwhile is out: an answer that took its time does not say otherwise.
      if (state.value.kind === "out") return;
      const isIn = state.value.kind === "in";
      if (!(found instanceof ApiError)) enter(found, turn);
      else if (found.code === "unauthenticated") state.value = { kind: "out", why: isIn ? "ended" : "none" };
      else if (!isIn) state.value = { kind: "unreachable", error: found };
    },
    signUp: async (credentials) => enter((await api.register(credentials)).user),
    logIn: async (credentials) => enter((await api.logIn(credentials)).user),
    logOut: () => leave(() => api.logOut(), "left"),
    leaveForGood: (password) => leave(() => api.deleteMe(password), "deleted"),
    update,
    saveSettings: (changeOf) => {
      const save = async () => {
        if (state.peek().kind !== "in") return;
        // They are replaced as a whole.
        const { settings } = await api.me();
        await update({ settings: { ...settings, ...changeOf(settings) } });
      };
      // One after the other: each begins with what the last has left.
      const saved = saving.then(save);
      saving = saved.catch(() => undefined);
      return saved;
    },
    end: (reason) => {
      // The sockets may hear of it before the answer to our own request does, or after.
      if (isLeaving || state.value.kind !== "in") return;
      state.value = { kind: "out", why: reason === "banned" ? reason : "ended" };
    },
  };
}
