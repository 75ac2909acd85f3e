import type { Message } from "../../worker/protocol.ts";
import { t } from "../i18n/translate.ts";

// Longer than any line; what is cut is out of sight.
const LINE_LENGTH = 200;

/**
 * What a message says, on one line and without the signs of its markup: for lists, quotes and ears. Only near enough;
 * what it is exactly, the message itself shows.
 */
export function plainLine({ body, deletedAt }: Pick<Message, "body" | "deletedAt">): string {
  if (deletedAt !== undefined) return t("message.deleted");
  const line = body
    .slice(0, LINE_LENGTH)
    .replace(/^```.*$|^\s*>\s?/gm, "")
    .replace(/\[([^\]]+)\]\([^)\s]+\)/g, "$1")
    .replace(/(\*\*|__|~~|`)(?=[^\s*,])(.+?)(?<=\S)\1/g, "$2")
    .replace(/(?<![\w*])([*_])(?=[^\s*,])(.+?)(?<=\S)\1(?![\w*])/g, "$2")
    .replace(/\s+/g, " ")
    .trim();
  return line === "" ? body.slice(0, LINE_LENGTH) : line;
}
