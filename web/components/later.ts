/** What goes on beside the conversation, as one piece of code; it is fetched when that has been drawn. */
export { ComposerEmoji } from "./ComposerEmoji.tsx";
export { ConnectionBanner } from "./ConnectionBanner.tsx";
export { Later } from "./Later.tsx";
export { RowGestures } from "./RowGestures.tsx";
export { TypingText } from "./TypingText.tsx";
