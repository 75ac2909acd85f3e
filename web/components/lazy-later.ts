import { lazyPart } from "./lazy-part.tsx";

/** What nobody waits for: it is fetched when the page has been drawn. */
export const Later = lazyPart(async () => (await import("./Later.tsx")).Later);
