import { CircleAlert, Clock, Pin } from "lucide";
import { Component } from "preact";
import type { Message, Person } from "../../worker/protocol.ts";
import { exactTimeOf } from "../i18n/dates.ts";
import { t } from "../i18n/translate.ts";
import { addresses } from "../models/addresses.ts";
import { nameOf } from "../models/names.ts";
import type { Row } from "../models/rows.ts";
import { Avatar } from "./Avatar.tsx";
import { Icon } from "./Icon.tsx";
import { ChangeState, MessageBar, UnsentActions } from "./lazy-actions.ts";
import { MessageText, type TabIndex } from "./MessageText.tsx";
import type { MessageActs } from "./message-acts.ts";
import { labelOf, type MessageLike, partsOf, stateText } from "./message-label.ts";
import { Quote } from "./Quote.tsx";
import { Reactions } from "./Reactions.tsx";
import { Time } from "./Time.tsx";

interface Props {
  row: MessageLike;
  me: Person;
  acts: MessageActs;
  /** Tab leads here. */
  isStop: boolean;
  /** Somebody points at it, or has the focus in it: here is what can be done with it. */
  isActive: boolean;
  isTarget: boolean;
  /** The other one of a direct room has read up to here. */
  isSeen: boolean;
}

/** One message. A class because only those that changed are to be drawn again, and one that breaks stays alone. */
export class MessageRow extends Component<Props, { isBroken: boolean }> {
  override state = { isBroken: false };

  override shouldComponentUpdate(next: Props, state: { isBroken: boolean }): boolean {
    const { row, isStop, isActive, isTarget, isSeen } = this.props;
    return (
      state.isBroken !== this.state.isBroken ||
      next.isStop !== isStop ||
      next.isActive !== isActive ||
      next.isTarget !== isTarget ||
      next.isSeen !== isSeen ||
      next.row !== row
    );
  }

  override componentDidCatch(error: unknown): void {
    console.error(error);
    this.setState({ isBroken: true });
  }

  override render({ row, me, acts, isStop, isActive, isTarget, isSeen }: Props) {
    const { author, at, body } = partsOf(row, me);
    const tabIndex = isActive ? undefined : -1;
    const isFailed = row.kind === "unsent" && row.item.state === "failed";
    const isDeleted = row.kind === "message" && row.message.deletedAt !== undefined;
    const isForMe = row.kind === "message" && author.id !== me.id && row.message.mentions?.includes(me.id);
    // What is gone answers nothing any more.
    const replyTo = isDeleted ? undefined : (row.kind === "message" ? row.message : row.item).replyTo;
    return (
      <li class={`row ${row.startsGroup ? "starts-group" : ""} ${isFailed ? "is-failed" : ""}`}>
        <article
          class={`message ${isTarget ? "is-target" : ""} ${row.kind === "unsent" ? "is-unsent" : ""} ${isActive ? "is-active" : ""} ${isForMe ? "is-for-me" : ""}`}
          data-anchor={row.key}
          data-seq={row.kind === "message" ? row.message.seq : undefined}
          tabIndex={isStop ? 0 : -1}
          aria-label={labelOf(row, me, isSeen)}
        >
          {replyTo !== undefined && <Quote seq={replyTo} message={row.quoted} tabIndex={tabIndex} onJump={acts.jump} />}
          {row.startsGroup && <Head author={author} at={at} tabIndex={tabIndex} />}
          <div class="message-text" dir="auto">
            {this.state.isBroken ? t("app.broken.message") : <Content row={row} body={body} tabIndex={tabIndex} />}
          </div>
          {row.kind === "unsent" ? <UnsentState row={row} /> : <Below row={row} acts={acts} tabIndex={tabIndex} />}
          {isActive && <MessageBar row={row} at={at} acts={acts} />}
          {isSeen && <p class="seen">{t("message.seen")}</p>}
        </article>
      </li>
    );
  }
}

function Below({
  row,
  acts,
  tabIndex,
}: {
  row: Extract<Row, { kind: "message" }>;
  acts: MessageActs;
  tabIndex: TabIndex;
}) {
  const { message, changes } = row;
  return (
    <>
      {message.reactions !== undefined && (
        <Reactions message={message} tabIndex={tabIndex} onToggle={(emoji) => acts.react(message, emoji)} />
      )}
      {changes.length > 0 && <ChangeState changes={changes} onEdit={(text) => acts.edit(message, text)} />}
    </>
  );
}

function Head({ author, at, tabIndex }: { author: Person; at: number; tabIndex: TabIndex }) {
  return (
    <header class="message-head">
      <Avatar person={author} />
      <a class="message-author" href={addresses.person(author.id)} tabIndex={tabIndex}>
        <bdi>{nameOf(author)}</bdi>
      </a>
      <Time at={at} class="message-time" />
    </header>
  );
}

function Content({ row, body, tabIndex }: { row: MessageLike; body: string; tabIndex: TabIndex }) {
  if (row.kind === "unsent") return <MessageText body={body} tabIndex={tabIndex} />;
  const message: Message = row.message;
  if (message.deletedAt !== undefined) return <span class="deleted">{t("message.deleted")}</span>;
  return (
    <>
      <MessageText body={body} mentions={message.mentions} tabIndex={tabIndex} />
      {message.pinnedAt !== undefined && (
        <span class="pinned" title={t("message.pinned")}>
          <Icon of={Pin} size={14} />
        </span>
      )}
      {message.editedAt !== undefined && (
        <time class="edited" dateTime={new Date(message.editedAt).toISOString()} title={exactTimeOf(message.editedAt)}>
          {" "}
          ({t("message.edited")})
        </time>
      )}
    </>
  );
}

/** Here and not with what is fetched later: somebody whose network is gone cannot fetch it. */
function UnsentState({ row }: { row: Extract<MessageLike, { kind: "unsent" }> }) {
  const { item } = row;
  return (
    <div class={`unsent-state is-${item.state}`}>
      <Icon of={item.state === "failed" ? CircleAlert : Clock} size={14} />
      <span>{stateText(item)}</span>
      <UnsentActions item={item} />
    </div>
  );
}
