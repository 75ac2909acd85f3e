import { withTexts } from "../i18n/speak.ts";
import { lazyPart } from "./lazy-part.tsx";

const loadLater = () => withTexts(import("./later.ts"), "later");

/** What nobody waits for: it is fetched when the page has been drawn. */
export const Later = lazyPart(async () => (await loadLater()).Later);
export const ConnectionBanner = lazyPart(async () => (await loadLater()).ConnectionBanner);
