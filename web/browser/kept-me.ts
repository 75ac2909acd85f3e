import * as v from "valibot";
import { Me } from "../../worker/protocol.ts";
import { deviceStorage } from "./storage.ts";

/** Where `before-paint.js` looks for it, too. */
export const KEPT_ME = "me";

/** Who is signed in on this device, as far as it knows: the page begins as theirs, and asks whether that is right. */
export const keptMe = {
  get: (): Me | undefined => {
    try {
      const parsed = v.safeParse(Me, JSON.parse(deviceStorage.get(KEPT_ME) ?? ""));
      return parsed.success ? parsed.output : undefined;
    } catch {
      return undefined;
    }
  },
  set: (me: Me) => deviceStorage.set(KEPT_ME, JSON.stringify(me)),
  forget: () => deviceStorage.remove(KEPT_ME),
};
