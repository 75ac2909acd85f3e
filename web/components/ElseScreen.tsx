import { useLocation } from "preact-iso/router";
import { withTexts } from "../i18n/speak.ts";
import { partsOf } from "../models/addresses.ts";
import { mayModerate } from "../models/staff.ts";
import { useApp } from "./context.ts";
import { lazyScreen } from "./lazy-screen.tsx";
import { NotFoundScreen } from "./NotFoundScreen.tsx";

const Console = lazyScreen(
  async () => (await withTexts(import("./console/ConsoleScreen.tsx"), "console", "safety")).ConsoleScreen,
);

/** Every address that is no screen of everybody's: the console for those who may, and nothing for everybody else. */
export function ElseScreen() {
  const { path } = useLocation();
  const { session } = useApp();
  const state = session.state.value;
  const [screen, ...place] = partsOf(path);
  const isStaff = state.kind === "in" && mayModerate(state.me);
  return screen === "admin" && isStaff ? <Console place={place} /> : <NotFoundScreen />;
}
