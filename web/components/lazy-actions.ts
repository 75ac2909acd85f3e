import { withTexts } from "../i18n/speak.ts";
import { lazyParts } from "./lazy-parts.tsx";

/** For a moment in which nobody waits for anything else. */
export const loadActions = () => withTexts(import("./actions.ts"), "actions", "safety");
const part = lazyParts(loadActions);

export const ChangeState = part((code) => code.ChangeState);
export const ComposerAbout = part((code) => code.ComposerAbout);
export const ComposerNotice = part((code) => code.ComposerNotice);
export const FoldedRow = part((code) => code.FoldedRow);
export const JumpButton = part((code) => code.JumpButton);
export const EmojiPicker = part((code) => code.EmojiPicker);
export const MessageBar = part((code) => code.MessageBar);
export const MessagePopups = part((code) => code.MessagePopups);
export const RoomMode = part((code) => code.RoomMode);
export const UnsentActions = part((code) => code.UnsentActions);
export const WayFault = part((code) => code.WayFault);
export const Completion = part((code) => code.Completion);
