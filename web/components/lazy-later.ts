import { withTexts } from "../i18n/speak.ts";
import { lazyParts } from "./lazy-parts.tsx";

const part = lazyParts(() => withTexts(import("./later.ts"), "later"));

/** What nobody waits for: it is fetched when the page has been drawn. */
export const Later = part((code) => code.Later);
/** The style sheet keeps its place free, so that nothing moves when it comes. */
export const ComposerEmoji = part((code) => code.ComposerEmoji);
export const ConnectionBanner = part((code) => code.ConnectionBanner);
export const RowGestures = part((code) => code.RowGestures);
export const TypingText = part((code) => code.TypingText);
