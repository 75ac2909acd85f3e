import { CircleAlert, Clock } from "lucide";
import { Component } from "preact";
import type { Message, Person } from "../../worker/protocol.ts";
import { exactTimeOf, timeOf } from "../i18n/dates.ts";
import { t, tError } from "../i18n/translate.ts";
import { addresses } from "../models/addresses.ts";
import { nameOf } from "../models/names.ts";
import type { Row } from "../models/rows.ts";
import { Avatar } from "./Avatar.tsx";
import { Icon } from "./Icon.tsx";
import { MessageText } from "./MessageText.tsx";
import { UnsentActions } from "./UnsentActions.tsx";

type MessageLike = Extract<Row, { kind: "message" | "unsent" }>;

interface Props {
  row: MessageLike;
  me: Person;
  isStop: boolean;
  isTarget: boolean;
}

/** One message. A class because only those that changed are to be drawn again, and one that breaks stays alone. */
export class MessageRow extends Component<Props, { isBroken: boolean }> {
  override state = { isBroken: false };

  override shouldComponentUpdate(next: Props, state: { isBroken: boolean }): boolean {
    return (
      state.isBroken !== this.state.isBroken ||
      next.isStop !== this.props.isStop ||
      next.isTarget !== this.props.isTarget ||
      next.row.startsGroup !== this.props.row.startsGroup ||
      contentOf(next.row) !== contentOf(this.props.row)
    );
  }

  override componentDidCatch(error: unknown): void {
    console.error(error);
    this.setState({ isBroken: true });
  }

  override render({ row, me, isStop, isTarget }: Props) {
    const { author, at, body } = partsOf(row, me);
    const isFailed = row.kind === "unsent" && row.item.state === "failed";
    return (
      <li class={`row ${row.startsGroup ? "starts-group" : ""} ${isFailed ? "is-failed" : ""}`}>
        <article
          class={`message ${isTarget ? "is-target" : ""} ${row.kind === "unsent" ? "is-unsent" : ""}`}
          data-anchor={row.key}
          data-seq={row.kind === "message" ? row.message.seq : undefined}
          tabIndex={isStop ? 0 : -1}
          aria-label={labelOf(row, nameOf(author), at, body)}
        >
          {row.startsGroup ? <Head author={author} at={at} /> : <Time at={at} class="side-time" />}
          <div class="message-text" dir="auto">
            {this.state.isBroken ? t("app.broken.message") : <Content row={row} body={body} />}
          </div>
          {row.kind === "unsent" && <UnsentState row={row} />}
        </article>
      </li>
    );
  }
}

function contentOf(row: MessageLike): unknown {
  // Items are made anew for each change of the outbox: what is shown of them is their state.
  return row.kind === "message" ? row.message : `${row.item.state}${row.item.failure?.code}`;
}

function partsOf(row: MessageLike, me: Person): { author: Person; at: number; body: string } {
  if (row.kind === "message") return { author: row.message.from, at: row.message.at, body: row.message.body };
  return { author: me, at: row.item.queuedAt, body: row.item.body };
}

function labelOf(row: MessageLike, author: string, at: number, body: string): string {
  const label = t("message.name", { author, time: timeOf(at), text: textOf(row, body) });
  if (row.kind === "message") return row.message.editedAt === undefined ? label : `${label} (${t("message.edited")})`;
  return `${label} (${stateText(row)})`;
}

function textOf(row: MessageLike, body: string): string {
  return row.kind === "message" && row.message.deletedAt !== undefined ? t("message.deleted") : body;
}

function Head({ author, at }: { author: Person; at: number }) {
  return (
    <header class="message-head">
      <Avatar person={author} />
      <a class="message-author" href={addresses.person(author.id)} tabIndex={-1}>
        <bdi>{nameOf(author)}</bdi>
      </a>
      <Time at={at} class="message-time" />
    </header>
  );
}

function Time({ at, class: className }: { at: number; class: string }) {
  return (
    <time class={className} dateTime={new Date(at).toISOString()} title={exactTimeOf(at)}>
      {timeOf(at)}
    </time>
  );
}

function Content({ row, body }: { row: MessageLike; body: string }) {
  if (row.kind === "unsent") return <MessageText body={body} />;
  const message: Message = row.message;
  if (message.deletedAt !== undefined) return <span class="deleted">{t("message.deleted")}</span>;
  return (
    <>
      <MessageText body={body} />
      {message.editedAt !== undefined && <span class="edited"> ({t("message.edited")})</span>}
    </>
  );
}

function stateText(row: Extract<MessageLike, { kind: "unsent" }>): string {
  const { state, failure } = row.item;
  if (state === "failed") return t("message.failed", { why: tError(failure?.code ?? "internal") });
  return t(state === "sending" ? "message.sending" : "message.queued");
}

function UnsentState({ row }: { row: Extract<MessageLike, { kind: "unsent" }> }) {
  const isFailed = row.item.state === "failed";
  return (
    <div class={`unsent-state is-${row.item.state}`}>
      <Icon of={isFailed ? CircleAlert : Clock} size={14} />
      <span>{stateText(row)}</span>
      {isFailed && <UnsentActions item={row.item} />}
    </div>
  );
}
