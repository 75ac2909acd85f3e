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

export interface Session {
  state: ReadonlySignal<SessionState>;
  /** Who was signed in here when the page was closed, by id. */
  last: string | undefined;
  /** Resolves when the server has said who this is; before that it is who was here last. */
  sure: Promise<void>;
  /** Asks the server who we are. Where it does not answer, whoever was here last stays, and it is asked again until it does. */
  find(): Promise<void>;
  /** Reject with `ApiError`. */
  signUp(credentials: Credentials): Promise<void>;
  logIn(credentials: Credentials): Promise<void>;
  logOut(): Promise<void>;
  /** @param work deletes the account */
  leaveForGood(work: () => Promise<void>): Promise<void>;
  update(change: Parameters<Api["updateMe"]>[0]): Promise<void>;
  /**
   * Changes what `patch` names of the settings of whoever is signed in, also within objects, and leaves the others; nothing where
   * nobody is.
   */
  saveSettings(patch: Record<string, unknown>): Promise<void>;
  /** The server ended the session: from another device, because it ran out, or, as `reason` says, for good. */
  end(reason?: string): void;
}

const AGAIN_AFTER_MS = 10_000;
const AGAIN_AT_LEAST_EVERY_MS = 60_000;

/**
 * @param last who was signed in here when the page was closed: most likely they still are, and need not wait to be told
 * @param onOther it is somebody else by now: nothing of whoever was here is to go on as theirs
 */
export function createSession(api: Api, last?: Me, onOther?: () => void): Session {
  const state = signal<SessionState>(last === undefined ? { kind: "unknown" } : { kind: "in", me: last });
  const { promise: sure, resolve: isSure } = Promise.withResolvers<void>();
  let isLeaving = false;
  /** The sockets have heard the end of it already, while the answer is still on its way. */
  let endedMeanwhile: Out["why"] | undefined;
  let saving: Promise<void> = Promise.resolve();
  let asked = 0;
  let answered = 0;
  let again: ReturnType<typeof setTimeout> | undefined;
  let waitMs = AGAIN_AFTER_MS;
  /** `turn` is when it was asked, where that was a while ago. */
  const enter = (me: Me, turn = ++asked) => {
    answered = turn;
    waitMs = AGAIN_AFTER_MS;
    isSure();
    state.value = { kind: "in", me };
  };
  async function update(change: Parameters<Api["updateMe"]>[0]): Promise<void> {
    const me = await api.updateMe(change);
    const now = state.peek();
    // Who left meanwhile is out, and may be somebody else by now.
    if (now.kind === "in" && now.me.id === me.id) enter(me);
  }
  async function leave(work: () => Promise<void>, why: Out["why"]): Promise<void> {
    isLeaving = true;
    endedMeanwhile = undefined;
    try {
      await work();
      state.value = { kind: "out", why };
    } catch (thrown) {
      // The answer may be lost, and the session is over all the same.
      if (asApiError(thrown).code === "unauthenticated") endedMeanwhile ??= "ended";
      if (endedMeanwhile === undefined) throw thrown;
      state.value = { kind: "out", why: endedMeanwhile };
    } finally {
      isLeaving = false;
    }
  }
  async function find(): Promise<void> {
    clearTimeout(again);
    const turn = ++asked;
    const found = await api.me().catch(asApiError);
    const now = state.value;
    // Who left or was put out meanwhile is out, and what was answered or changed since is newer: an answer that took its time says nothing.
    if (now.kind === "out" || turn < answered) return;
    const isIn = now.kind === "in";
    if (!(found instanceof ApiError)) {
      if (isIn && now.me.id !== found.id) onOther?.();
      else enter(found, turn);
    } else if (found.code === "unauthenticated") state.value = { kind: "out", why: isIn ? "ended" : "none" };
    else if (!isIn) state.value = { kind: "unreachable", error: found };
    else {
      // There was a doubt, and before the first answer nothing that was written is sent, though all else may work.
      clearTimeout(again);
      // All pages of a community may ask at the same moment: not so the next time.
      again = setTimeout(find, waitMs * (1 - Math.random() / 2));
      waitMs = Math.min(waitMs * 2, AGAIN_AT_LEAST_EVERY_MS);
    }
  }
  return {
    state,
    last: last?.id,
    sure,
    find,
    signUp: async (credentials) => enter((await api.register(credentials)).user),
    logIn: async (credentials) => enter((await api.logIn(credentials)).user),
    logOut: () => leave(() => api.logOut(), "left"),
    leaveForGood: (work) => leave(work, "deleted"),
    update,
    saveSettings: (settingsPatch) => {
      // One after the other: the answer that comes last has all of them.
      const saved = saving.then(async () => {
        if (state.peek().kind === "in") await update({ settingsPatch });
      });
      saving = saved.catch(() => undefined);
      return saved;
    },
    end: (reason) => {
      if (state.value.kind !== "in") return;
      const why = reason === "banned" ? reason : "ended";
      // The sockets may hear of it before the answer to our own request does, or after.
      if (isLeaving) endedMeanwhile = why;
      else state.value = { kind: "out", why };
    },
  };
}
