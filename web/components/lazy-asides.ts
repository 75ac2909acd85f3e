import { withTexts } from "../i18n/speak.ts";
import { lazyParts } from "./lazy-parts.tsx";
import { lazyScreen } from "./lazy-screen.tsx";

const loadAsides = () => withTexts(import("./asides.ts"), "safety", "screens");
const part = lazyParts(loadAsides);

export const GoneScreen = lazyScreen(async () => (await loadAsides()).GoneScreen);
export const ListFoot = part((code) => code.ListFoot);
export const OtherScreens = lazyScreen(async () => (await loadAsides()).OtherScreens);
export const ReadAll = part((code) => code.ReadAll);
export const UnsentMark = part((code) => code.UnsentMark);
