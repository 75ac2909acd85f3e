import { describe, expect, it } from "vitest";
import { ApiError } from "../../web/client/api-error.ts";
import { deviceNameOf } from "../../web/models/device-name.ts";
import { createDevices } from "../../web/models/devices.ts";
import type { Session } from "../../worker/protocol.ts";

describe("a device", () => {
  it.each([
    [
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
      "Edge",
      "Windows",
    ],
    [
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
      "Chrome",
      "Linux",
    ],
    [
      "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
      "Chrome",
      "Android",
    ],
    [
      "Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
      "Samsung Internet",
      "Android",
    ],
    ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox", "macOS"],
    [
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
      "Safari",
      "macOS",
    ],
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/142.0 Mobile/15E148 Safari/604.1",
      "Chrome",
      "iPhone",
    ],
    [
      "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 OPR/120.0",
      "Opera",
      "ChromeOS",
    ],
    ["Confab/1.2 (iPad; iPadOS 18)", "Confab", "iPad"],
    ["curl/8.14.1", "curl", undefined],
    ["node", undefined, undefined],
    ["", undefined, undefined],
    ["Mozilla/5.0", undefined, undefined],
  ])("that says %j is %s on %s", (userAgent, browser, system) => {
    expect(deviceNameOf(userAgent)).toEqual({ browser, system });
  });
});

describe("the list of devices", () => {
  const session = (id: string, current = false): Session => ({
    id,
    current,
    createdAt: 1,
    lastSeenAt: 2,
    userAgent: "",
  });
  const three = () => [session("phone"), session("tablet"), session("here", true)];

  function devices(refusal?: ApiError) {
    const ended: string[] = [];
    const answer = async (what: string) => {
      ended.push(what);
      if (refusal) throw refusal;
    };
    const model = createDevices({
      sessions: async () => three(),
      endSession: (id) => answer(id),
      endOtherSessions: () => answer("others"),
    });
    const ids = () => model.list.value?.map(({ id }) => id);
    return { model, ended, ids };
  }

  it("begins with the one in use, and loses those that are ended", async () => {
    const { model, ended, ids } = devices();
    expect(ids()).toBeUndefined();
    await model.load();
    expect(ids()).toEqual(["here", "phone", "tablet"]);
    await model.end("phone");
    expect(ids()).toEqual(["here", "tablet"]);
    await model.endOthers();
    expect(ids()).toEqual(["here"]);
    expect(ended).toEqual(["phone", "others"]);
  });

  it("takes one that had ended already for ended, and keeps what could not be ended", async () => {
    const gone = devices(new ApiError("not_found", "gone"));
    await gone.model.load();
    await gone.model.end("phone");
    expect(gone.ids()).toEqual(["here", "tablet"]);

    const away = devices(new ApiError("unavailable", "away"));
    await away.model.load();
    await expect(away.model.end("phone")).rejects.toMatchObject({ code: "unavailable" });
    await expect(away.model.endOthers()).rejects.toMatchObject({ code: "unavailable" });
    expect(away.ids()).toEqual(["here", "phone", "tablet"]);
  });

  it("says why it is not there, and can be asked for again", async () => {
    let isAway = true;
    const model = createDevices({
      sessions: async () => {
        if (isAway) throw new ApiError("unreachable", "no answer");
        return three();
      },
      endSession: async () => {},
      endOtherSessions: async () => {},
    });
    await model.load();
    expect(model.fault.value?.code).toBe("unreachable");
    isAway = false;
    await model.load();
    expect(model.fault.value).toBeUndefined();
    expect(model.list.value).toHaveLength(3);
  });
});
