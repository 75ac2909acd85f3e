/**
 * What it takes to do something with messages, as one piece of code. It is fetched when the room has been drawn: who then
 * loses the connection can still see what was refused, and why.
 */
export { ChangeState } from "./ChangeState.tsx";
export { Completion } from "./Completion.tsx";
export { ComposerAbout } from "./ComposerAbout.tsx";
export { ComposerNotice } from "./ComposerNotice.tsx";
export { EmojiPicker } from "./EmojiPicker.tsx";
export { FoldedRow } from "./FoldedRow.tsx";
export { JumpButton } from "./JumpButton.tsx";
export { MessageBar } from "./MessageBar.tsx";
export { MessagePopups } from "./MessagePopups.tsx";
export { RoomMode } from "./RoomMode.tsx";
export { UnsentActions } from "./UnsentActions.tsx";
export { WayFault } from "./WayFault.tsx";
