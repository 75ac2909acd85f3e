import type { Person } from "../../worker/protocol.ts";
import type { OutboxItem } from "../client/outbox.ts";
import { timeOf } from "../i18n/dates.ts";
import { numberText, t, tError } from "../i18n/translate.ts";
import { nameOf } from "../models/names.ts";
import { plainLine } from "../models/plain-line.ts";
import type { Quoted, Row } from "../models/rows.ts";

/** A row that stands for something somebody said. */
export type MessageLike = Extract<Row, { kind: "message" | "unsent" }>;

/** The name of a whole message for those who listen: author, time, text, and what hangs on it. */
export function labelOf(row: MessageLike, me: Person, isSeen = false): string {
  const { author, at, body } = partsOf(row, me);
  const isDeleted = row.kind === "message" && row.message.deletedAt !== undefined;
  const text = isDeleted ? t("message.deleted") : body;
  const label = t("message.name", { author: nameOf(author), time: timeOf(at), text });
  const more = row.kind === "unsent" ? [stateText(row.item)] : isDeleted ? [] : whatHangsOn(row, me);
  if (isSeen) more.push(t("message.seen"));
  return more.length === 0
    ? label
    : t("message.nameMore", { name: label, more: more.reduce((first, next) => t("message.andMore", { first, next })) });
}

function whatHangsOn({ message, quoted }: Extract<MessageLike, { kind: "message" }>, me: Person): string[] {
  const { replyTo, editedAt, pinnedAt, mentions, reactions = {}, reactionCounts } = message;
  const kinds = Object.entries(reactions).map(
    ([emoji, { length }]) => `${emoji} ${numberText(reactionCounts?.[emoji] ?? length)}`,
  );
  return [
    ...(replyTo === undefined ? [] : [quoteText(quoted)]),
    ...(mentions?.includes(me.id) ? [t("message.mentionsYou")] : []),
    ...(pinnedAt === undefined ? [] : [t("message.pinned")]),
    ...(editedAt === undefined ? [] : [t("message.edited")]),
    ...kinds,
  ];
}

export function partsOf(row: MessageLike, me: Person): { author: Person; at: number; body: string } {
  if (row.kind === "message") return { author: row.message.from, at: row.message.at, body: row.message.body };
  return { author: me, at: row.item.queuedAt, body: row.item.body };
}

/** What has become of a message that is not stored yet. */
export function stateText({ state, failure }: OutboxItem): string {
  if (state === "failed") return t("message.failed", { why: tError(failure?.code ?? "internal") });
  return t(state === "sending" ? "message.sending" : "message.queued");
}

function quoteText(quoted: Quoted): string {
  if (quoted === "blocked") return t("blocked.messages", { count: 1 });
  if (quoted === undefined) return t("quote.unknown");
  return t("message.inReply", { name: nameOf(quoted.from), text: plainLine(quoted) });
}
