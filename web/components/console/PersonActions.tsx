import { useState } from "preact/hooks";
import type { PersonRecord } from "../../../worker/protocol.ts";
import { t } from "../../i18n/translate.ts";
import { nameOf } from "../../models/names.ts";
import { useApp } from "../context.ts";
import { FormFault } from "../FormFault.tsx";
import { useAttempt } from "../use-attempt.ts";
import { BanDialog } from "./BanDialog.tsx";
import { TimeoutDialog } from "./TimeoutDialog.tsx";
import { useStaff } from "./use-staff.ts";

/** What a moderator does about somebody, and takes back. */
export function PersonActions({ person, onDone }: { person: PersonRecord; onDone(): Promise<void> }) {
  const staff = useStaff();
  const attempt = useAttempt();
  const [asking, setAsking] = useState<"ban" | "purge" | "timeout">();
  const { id, bannedAt, timeoutUntil } = person;
  const name = nameOf(person);
  const takeBack = async (work: () => Promise<unknown>, said: string) => {
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
            onClick={() => void takeBack(() => staff.liftBan(id), t("moderate.unbanned", { name }))}
          >
            {t("moderate.unban")}
          </button>
        )}
        <button type="button" class="button" onClick={() => setAsking("timeout")}>
          {t("moderate.timeOut")}
        </button>
        {timeoutUntil !== undefined && (
          <button
            type="button"
            class="button"
            onClick={() => void takeBack(() => staff.liftTimeout(id), t("moderate.timeoutLifted", { name }))}
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
        <Dialog asking={asking} person={person} onKeep={() => setAsking(undefined)} onDone={() => void onDone()} />
      )}
    </>
  );
}

const SAID = { ban: "moderate.banned", purge: "moderate.purged", timeout: "moderate.timedOut" } as const;

function Dialog(props: { asking: keyof typeof SAID; person: PersonRecord; onKeep(): void; onDone(): void }) {
  const { asking, person, onKeep } = props;
  const staff = useStaff();
  const { announcer } = useApp();
  const onDone = () => {
    onKeep();
    announcer.say(t(SAID[asking], { name: nameOf(person) }));
    props.onDone();
  };
  const common = { person, onKeep, onDone };
  switch (asking) {
    case "timeout":
      return <TimeoutDialog {...common} act={(how) => staff.timeOut(person.id, how)} />;
    case "ban":
      return <BanDialog {...common} kind="ban" act={(how) => staff.ban(person.id, how)} />;
    case "purge":
      return <BanDialog {...common} kind="purge" act={(how) => staff.purge(person.id, how)} />;
  }
}
