import { lazyPart } from "./lazy-part.tsx";

const loadLater = () => import("./later.ts");

/** What nobody waits for: it is fetched when the page has been drawn. */
export const Later = lazyPart(async () => (await loadLater()).Later);
export const ConnectionBanner = lazyPart(async () => (await loadLater()).ConnectionBanner);
