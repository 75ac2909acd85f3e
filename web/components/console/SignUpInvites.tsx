import type { RefObject } from "preact";
import { useRef, useState } from "preact/hooks";
import type { SignUpInvite } from "../../../worker/protocol.ts";
import { exactTimeOf } from "../../i18n/dates.ts";
import { durationOf } from "../../i18n/durations.ts";
import { t } from "../../i18n/translate.ts";
import { addresses } from "../../models/addresses.ts";
import { ConfirmDialog } from "../ConfirmDialog.tsx";
import { FormFault } from "../FormFault.tsx";
import { useAttempt } from "../use-attempt.ts";
import { CopyField } from "./CopyField.tsx";
import { Failure } from "./PagedList.tsx";
import { useAsked } from "./use-asked.ts";
import { useStaff } from "./use-staff.ts";

const DAY_S = 24 * 3_600;
/** Seconds until a link ends, and how many people it lets in; 0 is without an end. */
const ENDS = [DAY_S, 7 * DAY_S, 30 * DAY_S, 0];
const USES = [1, 10, 100, 0];

/** Links that let people sign up where nobody else may. */
export function SignUpInvites({ isNeeded }: { isNeeded: boolean }) {
  const staff = useStaff();
  const { answer: invites, fault, again, set } = useAsked(() => staff.invites(), staff);
  const attempt = useAttempt();
  const title = useRef<HTMLHeadingElement>(null);
  const [ends, setEnds] = useState(7 * DAY_S);
  const [uses, setUses] = useState(1);

  async function make(event: Event): Promise<void> {
    event.preventDefault();
    await attempt.run(async () => {
      const made = await staff.makeInvite({
        expiresInMs: ends === 0 ? undefined : ends * 1_000,
        uses: uses === 0 ? undefined : uses,
      });
      // Where the list has not come yet, what is there besides is not known.
      if (known.current) set([made, ...known.current]);
      else await again();
    }, t("signUpInvites.made"));
  }
  // Others may have been made or ended since one of them was asked to end.
  const known = useRef(invites);
  known.current = invites;
  const ended = ({ code }: SignUpInvite) => set(known.current?.filter((invite) => invite.code !== code) ?? []);

  return (
    <section class="console-part">
      <h2 ref={title} class="details-title" tabIndex={-1}>
        {t("signUpInvites.title")}
      </h2>
      <p class="field-hint">{t(isNeeded ? "signUpInvites.body" : "signUpInvites.notNeeded")}</p>
      <form class="console-filter" onSubmit={make} noValidate>
        <select
          class="select"
          aria-label={t("signUpInvites.ends")}
          value={ends}
          onChange={({ currentTarget }) => setEnds(Number(currentTarget.value))}
        >
          {ENDS.map((seconds) => (
            <option key={seconds} value={seconds}>
              {seconds === 0 ? t("signUpInvites.endless") : t("signUpInvites.for", { time: durationOf(seconds) })}
            </option>
          ))}
        </select>
        <select
          class="select"
          aria-label={t("signUpInvites.uses")}
          value={uses}
          onChange={({ currentTarget }) => setUses(Number(currentTarget.value))}
        >
          {USES.map((count) => (
            <option key={count} value={count}>
              {count === 0 ? t("signUpInvites.anybody") : t("signUpInvites.people", { count })}
            </option>
          ))}
        </select>
        <button type="submit" class="button" aria-busy={attempt.isBusy}>
          {t("signUpInvites.make")}
        </button>
      </form>
      <FormFault text={attempt.fault} />
      {fault !== undefined && <Failure fault={fault} again={() => void again()} />}
      <ul class="invites">
        {invites?.map((invite, place) => (
          <InviteRow key={invite.code} invite={invite} no={place + 1} title={title} onEnded={() => ended(invite)} />
        ))}
      </ul>
    </section>
  );
}

interface RowProps {
  invite: SignUpInvite;
  /** Told apart by it: all links look alike. */
  no: number;
  /** Gets the focus when this row is gone. */
  title: RefObject<HTMLElement | null>;
  onEnded(): void;
}

function InviteRow({ invite, no, title, onEnded }: RowProps) {
  const staff = useStaff();
  const attempt = useAttempt();
  const [isAsking, setAsking] = useState(false);
  const label = t("signUpInvites.link", { no });
  async function end(): Promise<void> {
    setAsking(false);
    if (!(await attempt.run(() => staff.endInvite(invite.code), t("signUpInvites.ended")))) return;
    onEnded();
    title.current?.focus();
  }
  return (
    <li class="invite">
      <CopyField label={label} value={linkOf(invite)} />
      <p class="field-hint">
        {invite.expiresAt !== undefined && t("signUpInvites.until", { time: exactTimeOf(invite.expiresAt) })}{" "}
        {invite.usesLeft !== undefined && t("signUpInvites.left", { count: invite.usesLeft })}
      </p>
      <div>
        <button type="button" class="button small" aria-busy={attempt.isBusy} onClick={() => setAsking(true)}>
          {t("signUpInvites.end")} <span class="visually-hidden">{label}</span>
        </button>
      </div>
      <FormFault text={attempt.fault} />
      {isAsking && (
        <ConfirmDialog
          title={t("signUpInvites.ask.title", { no })}
          keep={t("console.cancel")}
          go={t("signUpInvites.ask.go")}
          onKeep={() => setAsking(false)}
          onGo={() => void end()}
        >
          {t("signUpInvites.ask.body")}
        </ConfirmDialog>
      )}
    </li>
  );
}

function linkOf({ code }: SignUpInvite): string {
  return `${location.origin}${addresses.signUp}?${new URLSearchParams({ invite: code })}`;
}
