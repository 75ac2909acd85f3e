import type { Key } from "../i18n/catalogue.ts";

/** The keys of one shortcut. `mod` is Ctrl, and ⌘ on a Mac; a `shift` that is not named makes no difference. */
export interface Chord {
  /** As `KeyboardEvent.key` calls it; a single letter in upper case. */
  key: string;
  mod?: true;
  alt?: true;
  shift?: boolean;
  /** It writes a character, which is what it does while somebody types. */
  isCharacter?: true;
}

export type Command =
  | "switch"
  | "shortcuts"
  | "nextLandmark"
  | "previousLandmark"
  | "nextConversation"
  | "previousConversation"
  | "nextUnread"
  | "previousUnread";

export type ShortcutGroup = "everywhere" | "composer" | "messages";

export interface Shortcut {
  group: ShortcutGroup;
  label: Extract<Key, `keys.${string}`>;
  /** Any of them. */
  chords: readonly Chord[];
  /** What the page does about it; without one it is the part of the page that has the focus that does it. */
  command?: Command;
}

/** Every shortcut there is: what the page obeys and what the help sheet shows are the same list. */
export const SHORTCUTS: readonly Shortcut[] = [
  { group: "everywhere", label: "keys.switch", command: "switch", chords: [{ key: "K", mod: true, shift: false }] },
  {
    group: "everywhere",
    label: "keys.previousConversation",
    command: "previousConversation",
    chords: [{ key: "ArrowUp", alt: true, shift: false }],
  },
  {
    group: "everywhere",
    label: "keys.nextConversation",
    command: "nextConversation",
    chords: [{ key: "ArrowDown", alt: true, shift: false }],
  },
  {
    group: "everywhere",
    label: "keys.previousUnread",
    command: "previousUnread",
    chords: [{ key: "ArrowUp", alt: true, shift: true }],
  },
  {
    group: "everywhere",
    label: "keys.nextUnread",
    command: "nextUnread",
    chords: [{ key: "ArrowDown", alt: true, shift: true }],
  },
  { group: "everywhere", label: "keys.nextPart", command: "nextLandmark", chords: [{ key: "F6", shift: false }] },
  {
    group: "everywhere",
    label: "keys.previousPart",
    command: "previousLandmark",
    chords: [{ key: "F6", shift: true }],
  },
  { group: "everywhere", label: "keys.toComposer", chords: [{ key: "Escape" }] },
  {
    group: "everywhere",
    label: "keys.shortcuts",
    command: "shortcuts",
    // The second one while one types.
    chords: [
      { key: "?", isCharacter: true },
      { key: "/", mod: true },
    ],
  },
  { group: "composer", label: "keys.send", chords: [{ key: "Enter", shift: false }] },
  { group: "composer", label: "keys.newLine", chords: [{ key: "Enter", shift: true }] },
  { group: "composer", label: "keys.editLast", chords: [{ key: "ArrowUp" }] },
  { group: "composer", label: "keys.cancel", chords: [{ key: "Escape" }] },
  { group: "composer", label: "keys.mention", chords: [{ key: "@" }] },
  { group: "composer", label: "keys.emoji", chords: [{ key: ":" }] },
  { group: "messages", label: "keys.walk", chords: [{ key: "ArrowUp" }, { key: "ArrowDown" }] },
  { group: "messages", label: "keys.ends", chords: [{ key: "Home" }, { key: "End" }] },
  { group: "messages", label: "keys.actions", chords: [{ key: "Enter" }, { key: "F10", shift: true }] },
];

export const SHORTCUT_GROUPS: readonly ShortcutGroup[] = ["everywhere", "composer", "messages"];

/** What was pressed, as a browser tells it. */
export type Pressed = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/** The command of these keys, if they have one here. */
export function commandOf(pressed: Pressed, { isMac, isTyping }: { isMac: boolean; isTyping: boolean }) {
  return SHORTCUTS.find(
    ({ command, chords }) =>
      command !== undefined && chords.some((chord) => !(chord.isCharacter && isTyping) && fits(chord, pressed, isMac)),
  )?.command;
}

function fits({ key, mod, alt, shift }: Chord, pressed: Pressed, isMac: boolean): boolean {
  const [isMod, isOther] = isMac ? [pressed.metaKey, pressed.ctrlKey] : [pressed.ctrlKey, pressed.metaKey];
  return (
    isMod === (mod ?? false) &&
    !isOther &&
    pressed.altKey === (alt ?? false) &&
    (shift === undefined || pressed.shiftKey === shift) &&
    isKey(key, pressed)
  );
}

/** On a keyboard of another script a letter is where it stands on a Latin one. */
function isKey(key: string, { key: pressed, code }: Pressed): boolean {
  if (pressed.toUpperCase() === key.toUpperCase()) return true;
  return /^[A-Z]$/.test(key) && !/^[a-z]$/i.test(pressed) && code === `Key${key}`;
}

const SIGNS: Record<string, string> = { ArrowUp: "↑", ArrowDown: "↓", Escape: "Esc" };

/** What stands on the keys, in the order in which one presses them. */
export function keyCaps({ key, mod, alt, shift }: Chord, isMac: boolean): string[] {
  return [
    ...(mod ? [isMac ? "⌘" : "Ctrl"] : []),
    ...(alt ? [isMac ? "⌥" : "Alt"] : []),
    ...(shift ? [isMac ? "⇧" : "Shift"] : []),
    SIGNS[key] ?? key,
  ];
}
