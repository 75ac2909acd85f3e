import { describe, expect, test, vi } from "vitest";
import { type Api, createApi } from "../../web/client/api.ts";
import { ApiError } from "../../web/client/api-error.ts";
import { createHttp } from "../../web/client/http.ts";
import { createStaffApi } from "../../web/client/staff-api.ts";
import { doubting } from "../../web/models/doubting.ts";
import { createPrivacySettings } from "../../web/models/privacy-settings.ts";
import { createSession, type Session } from "../../web/models/session.ts";
import { mergePatch } from "../../worker/merge-patch.ts";
import type { Me } from "../../worker/protocol.ts";
import { alice, bob } from "./support/room-log.ts";

const me: Me = { ...alice, createdAt: 0, role: "member", bio: "", settings: {} };

/** A server that keeps one account, for as many tabs and devices as ask; each call waits until it is let through. */
function house(account: Me) {
  let kept = account;
  const waiting: { call: string; go(refusal?: ApiError): void }[] = [];
  const gate = (call: string) =>
    new Promise<void>((resolve, reject) =>
      waiting.push({ call, go: (refusal) => (refusal === undefined ? resolve() : reject(refusal)) }),
    );
  const api: Api = {
    ...createApi(createHttp()),
    me: async () => {
      const answer = kept;
      await gate("me");
      return answer;
    },
    updateMe: async ({ settingsPatch = {}, ...change }) => {
      await gate("updateMe");
      kept = { ...kept, ...change, settings: mergePatch(kept.settings, settingsPatch) };
      return kept;
    },
    logOut: async () => undefined,
    logIn: async () => ({ user: { ...me, ...bob } }),
  };
  return {
    api,
    kept: () => kept,
    /** Behind the back of whoever asks. */
    change: (change: Partial<Me>) => {
      kept = { ...kept, ...change };
    },
    /** Lets the oldest call of that name through, or refuses it. */
    answer: async (call: string, refusal?: ApiError) => {
      await expect.poll(() => waiting.map((each) => each.call)).toContain(call);
      const place = waiting.findIndex((each) => each.call === call);
      waiting.splice(place, 1)[0]?.go(refusal);
    },
  };
}

const meIn = ({ state }: Session) => (state.value.kind === "in" ? state.value.me : undefined);

describe("who is signed in", () => {
  test("is what was heard last, whichever answer took longer", async () => {
    const { api, answer, change } = house(me);
    const session = createSession(api, me);
    const first = session.find();
    change({ role: "moderator" });
    const second = session.find();
    await Promise.all([answer("me"), first]);
    expect(meIn(session)?.role).toBe("member");
    await Promise.all([answer("me"), second]);
    expect(meIn(session)?.role).toBe("moderator");

    const old = session.find();
    const renaming = session.update({ displayName: "Alice the Second" });
    await Promise.all([answer("updateMe"), renaming]);
    await Promise.all([answer("me"), old]);
    expect(meIn(session)?.displayName).toBe("Alice the Second");
  });

  test("is whoever has signed in since, whatever an older question is answered", async () => {
    const { api, answer } = house(me);
    const session = createSession(api, me);
    const [old, older] = [session.find(), session.find()];
    await answer("me", new ApiError("unauthenticated", "ended"));
    await old;
    expect(session.state.value).toEqual({ kind: "out", why: "ended" });
    await session.logIn({ username: "bob", password: "" });
    await answer("me", new ApiError("unauthenticated", "ended"));
    await older;
    expect(meIn(session)?.id).toBe(bob.id);
  });

  test("is nobody for good after logging out, whatever was on its way", async () => {
    const { api, answer } = house(me);
    const session = createSession(api, me);
    const changes = [session.update({ bio: "late" }), session.saveSettings({ language: "tr" })];
    await session.logOut();
    await answer("updateMe");
    await answer("updateMe");
    await Promise.all(changes);
    expect(session.state.value).toEqual({ kind: "out", why: "left" });

    const again = createSession(api, me);
    const late = again.update({ bio: "later still" });
    await again.logOut();
    await again.logIn({ username: "bob", password: "" });
    await Promise.all([answer("updateMe"), late]);
    expect(meIn(again)?.id).toBe(bob.id);
  });
});

describe("whoever leaves", () => {
  const lost = () => Promise.reject(new ApiError("unreachable", "no answer"));

  test("is out when the server has ended the session, though its answer is lost", async () => {
    for (const reason of [undefined, "banned"]) {
      const logOut = () => {
        session.end(reason);
        return lost();
      };
      const session: Session = createSession({ ...house(me).api, logOut }, me);
      await session.logOut();
      expect(session.state.value).toEqual({ kind: "out", why: reason ?? "ended" });
    }
  });

  test("is out where there is no session any more, and in where nothing is known of it", async () => {
    const refusal = new ApiError("unauthenticated", "no session");
    const over = createSession({ ...house(me).api, logOut: () => Promise.reject(refusal) }, me);
    await over.logOut();
    expect(over.state.value).toEqual({ kind: "out", why: "ended" });

    const unsure = createSession({ ...house(me).api, logOut: lost }, me);
    await expect(unsure.logOut()).rejects.toThrow("no answer");
    expect(meIn(unsure)?.id).toBe(me.id);
    unsure.end();
    expect(unsure.state.value).toEqual({ kind: "out", why: "ended" });
  });
});

test("where it is somebody else by now, nothing goes on as theirs", async () => {
  const other: Me = { ...me, ...bob };
  const onOther = vi.fn();
  const session = createSession({ ...house(me).api, me: async () => other }, me, onOther);
  await session.find();
  expect(onOther).toHaveBeenCalledOnce();
  expect(meIn(session)).toEqual(me);
  // Nobody was here: whoever it is, is.
  const fresh = createSession({ ...house(me).api, me: async () => other }, undefined, onOther);
  await fresh.find();
  expect(meIn(fresh)).toEqual(other);
  expect(onOther).toHaveBeenCalledOnce();
});

test("who was here last is asked for until there is an answer: nothing is sent before", async () => {
  vi.useFakeTimers();
  try {
    let calls = 0;
    const answers = async () => {
      calls++;
      if (calls < 3) throw new ApiError("unavailable", "not now");
      return me;
    };
    const session = createSession({ ...house(me).api, me: answers }, me);
    let isSure = false;
    void session.sure.then(() => {
      isSure = true;
    });
    await session.find();
    expect(isSure).toBe(false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([calls, isSure]).toEqual([3, true]);
  } finally {
    vi.useRealTimers();
  }
});

test("a server that is away for long is asked ever less often, and no page in step with another", async () => {
  vi.useFakeTimers();
  try {
    const times: number[] = [];
    const away = async () => {
      times.push(Date.now());
      throw new ApiError("unavailable", "not now");
    };
    const session = createSession({ ...house(me).api, me: away }, me);
    await session.find();
    await vi.advanceTimersByTimeAsync(600_000);
    const waits = times.slice(1).map((at, n) => at - (times[n] ?? 0));
    for (const [n, longest] of [10_000, 20_000, 40_000, 60_000, 60_000].entries()) {
      expect(waits[n]).toBeGreaterThanOrEqual(longest / 2);
      expect(waits[n]).toBeLessThanOrEqual(longest);
    }
    expect(Math.max(...waits)).toBeLessThanOrEqual(60_000);
    expect(new Set(waits.slice(3)).size).toBeGreaterThan(1);
  } finally {
    vi.useRealTimers();
  }
});

describe("H65 what others may see", () => {
  const settings = { language: "tr", privacy: { receipts: true, typing: true, presence: true } };

  test("changes by what is switched alone: another device's choices stay, known here or not", async () => {
    const { api, kept, change, answer } = house({ ...me, settings });
    const session = createSession(api, { ...me, settings });
    const model = createPrivacySettings(session);
    change({ settings: { language: "ru", privacy: { receipts: false, typing: true, presence: true } } });
    const hiding = model.set({ presence: false });
    expect(model.privacy.value).toEqual({ receipts: true, typing: true, presence: false });
    await answer("updateMe");
    await hiding;
    expect(kept().settings).toEqual({ language: "ru", privacy: { receipts: false, typing: true, presence: false } });
    expect(model.privacy.value).toEqual({ receipts: false, typing: true, presence: false });
  });

  test("shows what the server says once it does, though the page began with what it was", async () => {
    const { api, change, answer } = house({ ...me, settings });
    const session = createSession(api, { ...me, settings });
    const model = createPrivacySettings(session);
    change({ settings: { privacy: { typing: false } } });
    const finding = session.find();
    expect(model.privacy.value.typing).toBe(true);
    await Promise.all([answer("me"), finding]);
    expect(model.privacy.value.typing).toBe(false);
  });

  test("is set one after the other, and of several the one that is refused goes back alone", async () => {
    const { api, kept, answer } = house({ ...me, settings });
    const session = createSession(api, { ...me, settings });
    const model = createPrivacySettings(session);
    const refused = model.set({ receipts: false });
    const taken = model.set({ typing: false });
    const language = session.saveSettings({ language: "ja" });
    expect(model.privacy.value).toEqual({ receipts: false, typing: false, presence: true });
    await answer("updateMe", new ApiError("unavailable", "not now"));
    await expect(refused).rejects.toThrow("not now");
    expect(model.privacy.value).toEqual({ receipts: true, typing: false, presence: true });
    for (const call of ["updateMe", "updateMe"]) await answer(call);
    await Promise.all([taken, language]);
    expect(kept().settings).toEqual({ language: "ja", privacy: { receipts: true, typing: false, presence: true } });
    expect(model.privacy.value).toEqual({ receipts: true, typing: false, presence: true });
  });
});

test("S34 a call for moderators that is refused asks who one is by now, and no other does", async () => {
  const answers = ["not_found", "forbidden", "unreachable", "conflict"] as const;
  const asked: string[] = [];
  for (const code of answers) {
    const http = doubting(
      () => Promise.reject(new ApiError(code, "no")),
      () => void asked.push(code),
    );
    await expect(createStaffApi(http).rooms({})).rejects.toMatchObject({ code });
  }
  const welcome = doubting(
    createHttp({ fetch: async () => Response.json({ rooms: [] }) }),
    () => void asked.push("ok"),
  );
  expect(await createStaffApi(welcome).rooms({})).toEqual({ rooms: [] });
  expect(asked).toEqual(["not_found", "forbidden"]);
});
