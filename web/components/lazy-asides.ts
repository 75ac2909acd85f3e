import { withTexts } from "../i18n/speak.ts";
import { lazyPart } from "./lazy-part.tsx";
import { lazyScreen } from "./lazy-screen.tsx";

const loadAsides = () => withTexts(import("./asides.ts"), "safety", "screens");

export const GoneScreen = lazyScreen(async () => (await loadAsides()).GoneScreen);
export const HomeScreen = lazyScreen(async () => (await loadAsides()).HomeScreen);
export const ListFoot = lazyPart(async () => (await loadAsides()).ListFoot);
export const NotFoundScreen = lazyScreen(async () => (await loadAsides()).ElseScreen);
export const ReadAll = lazyPart(async () => (await loadAsides()).ReadAll);
