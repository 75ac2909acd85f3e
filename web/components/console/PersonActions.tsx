import { useState } from "preact/hooks";
import type { PersonRecord } from "../../../worker/protocol.ts";
import { t } from "../../i18n/translate.ts";
import { nameOf } from "../../models/names.ts";
import { FormFault } from "../FormFault.tsx";
import { useAttempt } from "../use-attempt.ts";
import { BanDialog } from "./BanDialog.tsx";
import { TIMEOUTS, timeoutText } from "./timeouts.ts";
import { useStaff } from "./use-staff.ts";

/** What a moderator does about somebody, and takes back. */
export function PersonActions({ person, onDone }: { person: PersonRecord; onDone(): Promise<void> }) {
  const staff = useStaff();
  const attempt = useAttempt();
  const [asking, setAsking] = useState<"ban" | "purge">();
  const { id, bannedAt, timeoutUntil } = person;
  const name = nameOf(person);
  const act = async (work: () => Promise<unknown>, said: string) => {
    if (await attempt.run(work, said)) await onDone();
  };
  return (
    <>
      <div class="console-actions">
        {bannedAt === undefined ? (
          <button type="button" class="button danger" onClick={() => setAsking("ban")}>
            {t("moderate.ban")}
          </button>
        ) : (
          <button
            type="button"
            class="button"
            onClick={() => void act(() => staff.liftBan(id), t("moderate.unbanned", { name }))}
          >
            {t("moderate.unban")}
          </button>
        )}
        <select
          class="select"
          aria-label={t("moderate.timeOutFor", { name })}
          value=""
          onChange={({ currentTarget }) => {
            const forMs = Number(currentTarget.value);
            currentTarget.value = "";
            if (forMs > 0) void act(() => staff.timeOut(id, { forMs, reason: "" }), t("moderate.timedOut", { name }));
          }}
        >
          <option value="">{t("moderate.timeOut")}</option>
          {TIMEOUTS.map((forMs) => (
            <option key={forMs} value={forMs}>
              {timeoutText(forMs)}
            </option>
          ))}
        </select>
        {timeoutUntil !== undefined && (
          <button
            type="button"
            class="button"
            onClick={() => void act(() => staff.liftTimeout(id), t("moderate.timeoutLifted", { name }))}
          >
            {t("moderate.liftTimeout")}
          </button>
        )}
        <button type="button" class="button" onClick={() => setAsking("purge")}>
          {t("moderate.purge")}
        </button>
      </div>
      <FormFault text={attempt.fault} />
      {asking !== undefined && (
        <BanDialog
          person={person}
          kind={asking}
          onKeep={() => setAsking(undefined)}
          onGo={(how) => {
            setAsking(undefined);
            if (asking === "ban") void act(() => staff.ban(id, how), t("moderate.banned", { name }));
            else void act(() => staff.purge(id, how), t("moderate.purged", { name }));
          }}
        />
      )}
    </>
  );
}
