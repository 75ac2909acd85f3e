import { Copy } from "lucide";
import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Invite } from "../../worker/protocol.ts";
import { exactTimeOf } from "../i18n/dates.ts";
import { t } from "../i18n/translate.ts";
import { addresses } from "../models/addresses.ts";
import type { Group } from "../models/group.ts";
import { useApp } from "./context.ts";
import { FormFault } from "./FormFault.tsx";
import { Icon } from "./Icon.tsx";
import { useAttempt } from "./use-attempt.ts";

const DAY_MS = 24 * 3_600_000;
/** Days until a link ends, and how often it can be used; 0 is without an end. */
const ENDS = [1, 7, 30, 0];
const USES = [0, 1, 10, 100];

export function InviteLinks({ group }: { group: Group }) {
  const { announcer } = useApp();
  const [days, setDays] = useState(7);
  const [uses, setUses] = useState(0);
  const attempt = useAttempt();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => void group.loadInvites(), [group]);

  async function make(event: Event): Promise<void> {
    event.preventDefault();
    await attempt.run(async () => {
      await group.invite({
        expiresInMs: days === 0 ? undefined : days * DAY_MS,
        uses: uses === 0 ? undefined : uses,
      });
      announcer.say(t("invites.made"));
    });
  }

  return (
    <section class="details-part">
      <h2 ref={title} class="details-title" tabIndex={-1}>
        {t("invites.title")}
      </h2>
      <p class="field-hint">{t("invites.body")}</p>
      <form class="invite-form" onSubmit={make} noValidate>
        <Choice label={t("invites.ends")} value={days} onValue={setDays} options={ENDS} say={saidDays} />
        <Choice label={t("invites.uses")} value={uses} onValue={setUses} options={USES} say={saidUses} />
        <button type="submit" class="button" aria-busy={attempt.isBusy}>
          {t("invites.make")}
        </button>
      </form>
      <FormFault text={attempt.fault} />
      <ul class="invites">
        {group.invites.value?.map((invite, place) => (
          <InviteRow key={invite.code} invite={invite} no={place + 1} group={group} title={title} />
        ))}
      </ul>
    </section>
  );
}

function saidDays(days: number): string {
  return days === 0 ? t("invites.never") : t("invites.days", { count: days });
}

function saidUses(uses: number): string {
  return uses === 0 ? t("invites.unlimited") : t("invites.times", { count: uses });
}

function Choice(props: {
  label: string;
  value: number;
  options: readonly number[];
  say(option: number): string;
  onValue(value: number): void;
}) {
  return (
    <label class="invite-choice">
      <span>{props.label}</span>
      <select
        class="select"
        value={props.value}
        onChange={({ currentTarget }) => props.onValue(Number(currentTarget.value))}
      >
        {props.options.map((option) => (
          <option key={option} value={option}>
            {props.say(option)}
          </option>
        ))}
      </select>
    </label>
  );
}

interface RowProps {
  invite: Invite;
  /** Told apart by it: all links look alike. */
  no: number;
  group: Group;
  /** Gets the focus when this row is gone. */
  title: RefObject<HTMLElement | null>;
}

function InviteRow({ invite, no, group, title }: RowProps) {
  const attempt = useAttempt();
  const label = t("invites.link", { no });
  const link = `${location.origin}${addresses.invite(invite.code)}`;
  const { announcer } = useApp();
  const [copyFault, setCopyFault] = useState<string>();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link);
      setCopyFault(undefined);
      announcer.say(t("invites.copied"));
    } catch {
      // Not over plain HTTP, and not where the reader has forbidden it.
      setCopyFault(t("invites.copyFailed"));
    }
  };
  const end = async () => {
    if (await attempt.run(() => group.endInvite(invite.code), t("invites.ended"))) title.current?.focus();
  };
  return (
    <li class="invite">
      {/* Readable and to be selected by hand where the browser lets nobody write the clipboard. */}
      <input
        class="input invite-link"
        readOnly
        dir="ltr"
        aria-label={label}
        value={link}
        onFocus={({ currentTarget }) => currentTarget.select()}
      />
      <p class="field-hint">
        {invite.expiresAt === undefined
          ? t("invites.endsNever")
          : t("invites.endsAt", { date: exactTimeOf(invite.expiresAt) })}{" "}
        {invite.usesLeft !== undefined && t("invites.left", { count: invite.usesLeft })}
      </p>
      <FormFault text={copyFault ?? attempt.fault} />
      <div class="form-row">
        <button type="button" class="button small" onClick={() => void copy()}>
          <Icon of={Copy} size={16} />
          {t("invites.copy")} <span class="visually-hidden">{label}</span>
        </button>
        <button type="button" class="button small" aria-busy={attempt.isBusy} onClick={() => void end()}>
          {t("invites.end")} <span class="visually-hidden">{label}</span>
        </button>
      </div>
    </li>
  );
}
