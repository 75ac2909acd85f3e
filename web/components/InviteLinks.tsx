import { Copy } from "lucide";
import { useEffect, useState } from "preact/hooks";
import type { Invite } from "../../worker/protocol.ts";
import { exactTimeOf } from "../i18n/dates.ts";
import { t } from "../i18n/translate.ts";
import { addresses } from "../models/addresses.ts";
import type { Group } from "../models/group.ts";
import { useApp } from "./context.ts";
import { FormFault } from "./FormFault.tsx";
import { Icon } from "./Icon.tsx";
import { type Attempt, useAttempt } from "./use-attempt.ts";

const DAY_MS = 24 * 3_600_000;
/** Days until a link ends, and how often it can be used; 0 is without an end. */
const ENDS = [1, 7, 30, 0];
const USES = [0, 1, 10, 100];

export function InviteLinks({ group }: { group: Group }) {
  const { announcer } = useApp();
  const [days, setDays] = useState(7);
  const [uses, setUses] = useState(0);
  const attempt = useAttempt();
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
      <h2 class="details-title">{t("invites.title")}</h2>
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
        {group.invites.value?.map((invite) => (
          <InviteRow key={invite.code} invite={invite} group={group} attempt={attempt} />
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

function InviteRow({ invite, group, attempt }: { invite: Invite; group: Group; attempt: Attempt }) {
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
  return (
    <li class="invite">
      {/* Readable and to be selected by hand where the browser lets nobody write the clipboard. */}
      <input
        class="input invite-link"
        readOnly
        dir="ltr"
        aria-label={t("invites.link")}
        value={link}
        onFocus={({ currentTarget }) => currentTarget.select()}
      />
      <p class="field-hint">
        {invite.expiresAt === undefined
          ? t("invites.endsNever")
          : t("invites.endsAt", { date: exactTimeOf(invite.expiresAt) })}{" "}
        {invite.usesLeft !== undefined && t("invites.left", { count: invite.usesLeft })}
      </p>
      <FormFault text={copyFault} />
      <div class="form-row">
        <button type="button" class="button small" onClick={() => void copy()}>
          <Icon of={Copy} size={16} />
          {t("invites.copy")}
        </button>
        <button
          type="button"
          class="button small"
          onClick={() => void attempt.run(() => group.endInvite(invite.code), t("invites.ended"))}
        >
          {t("invites.end")}
        </button>
      </div>
    </li>
  );
}
