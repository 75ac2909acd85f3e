import type { Texts } from "../catalogue.ts";
import { entries as start } from "./start.ts";

export const texts: Texts<"ar"> = {
  start,
  room: () => import("./room.ts"),
  screens: () => import("./screens.ts"),
  actions: () => import("./actions.ts"),
  account: () => import("./account.ts"),
  groups: () => import("./groups.ts"),
  safety: () => import("./safety.ts"),
  door: () => import("./door.ts"),
  console: () => import("./console.ts"),
  search: () => import("./search.ts"),
  later: () => import("./later.ts"),
  settings: () => import("./settings.ts"),
};
