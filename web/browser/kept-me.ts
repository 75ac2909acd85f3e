import * as v from "valibot";
import { Me } from "../../worker/protocol.ts";
import { deviceStorage } from "./storage.ts";

const KEY = "me";

/** Who is signed in on this device, as far as it knows: the page begins as theirs, and asks whether that is right. */
export const keptMe = {
  get: (): Me | undefined => {
    try {
      const parsed = v.safeParse(Me, JSON.parse(deviceStorage.get(KEY) ?? ""));
      return parsed.success ? parsed.output : undefined;
    } catch {
      return undefined;
    }
  },
  set: (me: Me) => deviceStorage.set(KEY, JSON.stringify(me)),
  forget: () => deviceStorage.remove(KEY),
};
