import { withTexts } from "../i18n/speak.ts";
import { lazyPart } from "./lazy-part.tsx";
import { lazyScreen } from "./lazy-screen.tsx";

const loadAsides = () => withTexts(import("./asides.ts"), "safety", "screens");

export const GoneScreen = lazyScreen(async () => (await loadAsides()).GoneScreen);
export const ListFoot = lazyPart(async () => (await loadAsides()).ListFoot);
export const OtherScreens = lazyScreen(async () => (await loadAsides()).OtherScreens);
export const ReadAll = lazyPart(async () => (await loadAsides()).ReadAll);
