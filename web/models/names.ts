import type { Person, Room } from "../../worker/protocol.ts";
import { t } from "../i18n/translate.ts";

/** What to call somebody; deleted accounts have no name left. */
export function nameOf(person: Person): string {
  return person.displayName ?? t("rooms.deleted");
}

export function roomName(room: Room): string {
  if (room.kind === "direct" && room.peer !== undefined) return nameOf(room.peer);
  return room.name ?? t("rooms.global");
}

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** One or two letters for an avatar: of the first and the last word. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s_.-]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const [first = name] = words;
  const last = words.length > 1 ? (words.at(-1) ?? "") : "";
  return `${letterOf(first)}${letterOf(last)}`.toLocaleUpperCase();
}

function letterOf(word: string): string {
  for (const { segment } of segmenter.segment(word))
    if (/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(segment)) return segment;
  return "";
}

export const AVATAR_HUES = 12;

/** The same colour for the same person, everywhere and always. */
export function hueOf(id: string): number {
  let hash = 0;
  for (let i = 0; i < id.length; i++) hash = (hash * 31 + id.charCodeAt(i)) >>> 0;
  return hash % AVATAR_HUES;
}
