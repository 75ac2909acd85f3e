import { withTexts } from "../i18n/speak.ts";
import { lazyPart } from "./lazy-part.tsx";

/** For a moment in which nobody waits for anything else. */
export const loadActions = () => withTexts(import("./actions.ts"), "actions", "safety");

export const ChangeState = lazyPart(async () => (await loadActions()).ChangeState);
export const ComposerAbout = lazyPart(async () => (await loadActions()).ComposerAbout);
export const ComposerNotice = lazyPart(async () => (await loadActions()).ComposerNotice);
export const FoldedRow = lazyPart(async () => (await loadActions()).FoldedRow);
export const JumpButton = lazyPart(async () => (await loadActions()).JumpButton);
export const EmojiPicker = lazyPart(async () => (await loadActions()).EmojiPicker);
export const MessageBar = lazyPart(async () => (await loadActions()).MessageBar);
export const MessagePopups = lazyPart(async () => (await loadActions()).MessagePopups);
export const RoomMode = lazyPart(async () => (await loadActions()).RoomMode);
export const UnsentActions = lazyPart(async () => (await loadActions()).UnsentActions);
export const Completion = lazyPart(async () => (await loadActions()).Completion);
