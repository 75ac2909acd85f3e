import type { ComponentChildren } from "preact";
import { AUDIT_ACTIONS, type Person } from "../../../worker/protocol.ts";
import type { AuditRecord } from "../../client/staff-api.ts";
import { exactTimeOf } from "../../i18n/dates.ts";
import { durationOf } from "../../i18n/durations.ts";
import { t, tParts } from "../../i18n/translate.ts";
import { consoleAddresses } from "../../models/console-addresses.ts";
import { type RestrictionStep, restrictionSteps } from "../../models/restriction-steps.ts";
import { PersonLink } from "./PersonLink.tsx";
import { RoomPlace } from "./RoomPlace.tsx";

interface Props {
  entry: AuditRecord;
  people: ReadonlyMap<string, Person>;
  /** Only entries about this person are shown. */
  isAlone?: boolean;
}

/** What was done, by whom and to whom, as a sentence; a reason stands behind it. */
export function AuditSentence({ entry, people, isAlone = false }: Props) {
  const { detail, userId } = entry;
  const reason = detail["reason"];
  return (
    <p>
      <Sentence entry={entry} people={people} />
      {typeof reason === "string" && reason !== "" && (
        <span class="audit-reason"> {tParts("audit.reason", { reason: <q dir="auto">{reason}</q> })}</span>
      )}{" "}
      {userId !== undefined && !isAlone && (
        <a
          class="console-sub console-link"
          href={`${consoleAddresses.page("audit")}?${new URLSearchParams({ userId })}`}
        >
          {t("audit.more")}
        </a>
      )}
    </p>
  );
}

function Sentence({ entry, people }: Props) {
  const { detail } = entry;
  const action = AUDIT_ACTIONS.find((each) => each === entry.action);
  const actor = entry.actorId === null ? t("audit.operator") : named(entry.actorId, people);
  const person = named(entry.userId ?? entry.actorId ?? "", people);
  const room = entry.roomId === undefined ? <>…</> : <RoomPlace roomId={entry.roomId} seq={entry.seq} />;
  switch (action) {
    case "ban":
      return <>{tParts(detail["purge"] === true ? "audit.banAndPurge" : "audit.ban", { actor, person })}</>;
    case "timeout":
      return <>{tParts("audit.timeout", { actor, person, time: <>{timeIn(detail["until"])}</> })}</>;
    case "purge":
      return <>{tParts(detail["since"] === 0 ? "audit.purgeAll" : "audit.purge", { actor, person })}</>;
    case "report_closed":
      return (
        <>{tParts(detail["outcome"] === "acted" ? "audit.reportActed" : "audit.reportDismissed", { actor, person })}</>
      );
    case "message_deleted":
      return <>{tParts("audit.message_deleted", { actor, person, room })}</>;
    case "room_restricted":
      return (
        <>
          {restrictionSteps(detail).map((step) => (
            <span key={step.kind}>{restrictionText(step, actor, room)} </span>
          ))}
        </>
      );
    case "role_changed":
      return <>{tParts("audit.role_changed", { actor, person, role: <>{roleIn(detail["to"])}</> })}</>;
    case "unban":
    case "timeout_lifted":
    case "reset_link_made":
      return <>{tParts(`audit.${action}`, { actor, person })}</>;
    case "settings_changed":
    case "invite_made":
    case "invite_revoked":
    case "exported":
    case "imported":
      return <>{tParts(`audit.${action}`, { actor })}</>;
    case "signed_up":
    case "logged_in":
    case "login_locked":
    case "password_changed":
    case "password_reset":
    case "sessions_ended":
    case "account_deleted":
      return <>{tParts(`audit.${action}`, { person })}</>;
    case undefined:
      return <>{tParts("audit.unknown", { actor })}</>;
  }
}

function restrictionText(step: RestrictionStep, actor: ComponentChildren, room: ComponentChildren) {
  if (step.kind === "slowed") return tParts("audit.slowed", { actor, room, wait: <>{durationOf(step.slowMode)}</> });
  return tParts(`audit.${step.kind}`, { actor, room });
}

/** How the language names somebody in such a sentence. */
function named(userId: string, people: ReadonlyMap<string, Person>) {
  const person = people.get(userId) ?? { id: userId, username: null, displayName: null };
  return <>{tParts("audit.person", { name: <PersonLink person={person} /> })}</>;
}

function timeIn(value: unknown): string {
  return typeof value === "number" ? exactTimeOf(value) : "…";
}

function roleIn(value: unknown): string {
  return value === "member" || value === "moderator" || value === "admin" || value === "owner"
    ? t(`role.${value}`)
    : "…";
}
