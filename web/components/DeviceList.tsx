import { Monitor, Smartphone, SquareTerminal } from "lucide";
import { useEffect, useMemo, useState } from "preact/hooks";
import type { Session } from "../../worker/protocol.ts";
import { createAccountApi } from "../client/account-api.ts";
import { asApiError } from "../client/api-error.ts";
import { dateOf, dayOf } from "../i18n/dates.ts";
import { t, tError } from "../i18n/translate.ts";
import { deviceNameOf } from "../models/device-name.ts";
import { createDevices } from "../models/devices.ts";
import { useApp } from "./context.ts";
import { Icon } from "./Icon.tsx";
import { ListSkeleton } from "./Skeleton.tsx";

/** Every session, the one in use first, and a way to end each of the others. */
export function DeviceList() {
  const { http, announcer } = useApp();
  const devices = useMemo(() => createDevices(createAccountApi(http)), [http]);
  const [fault, setFault] = useState<string>();
  useEffect(() => void devices.load(), [devices]);
  const sessions = devices.list.value;

  async function end(work: Promise<void>, said: string): Promise<void> {
    setFault(undefined);
    try {
      await work;
      announcer.say(said);
    } catch (thrown) {
      setFault(tError(asApiError(thrown).code));
    }
  }

  return (
    <section class="form-part">
      <h2 class="form-title">{t("account.devices")}</h2>
      <p class="field-hint">{t("account.devices.body")}</p>
      <p class="form-fault" role="alert">
        {fault}
      </p>
      {devices.fault.value !== undefined && <Failed again={() => void devices.load()} />}
      {sessions === undefined ? (
        devices.fault.value === undefined && <ListSkeleton rows={2} />
      ) : (
        <ul class="devices">
          {sessions.map((session) => (
            <Device
              key={session.id}
              session={session}
              end={(name) => void end(devices.end(session.id), t("account.device.ended", { device: name }))}
            />
          ))}
        </ul>
      )}
      {sessions !== undefined && sessions.length > 1 && (
        <button
          type="button"
          class="button"
          onClick={() => void end(devices.endOthers(), t("account.devices.othersEnded"))}
        >
          {t("account.devices.endOthers")}
        </button>
      )}
      {sessions?.length === 1 && <p class="field-hint">{t("account.devices.alone")}</p>}
    </section>
  );
}

function Device({ session, end }: { session: Session; end(name: string): void }) {
  const { browser, system } = deviceNameOf(session.userAgent);
  const name =
    browser !== undefined && system !== undefined
      ? t("account.device", { browser, system })
      : (browser ?? system ?? t("account.device.unknown"));
  const since = dateOf(session.createdAt);
  return (
    <li class="device">
      <Icon of={iconOf(system)} size={24} />
      <div class="device-text">
        <span class="device-name">{name}</span>
        <span class="field-hint">
          {session.current
            ? t("account.device.here", { date: since })
            : t("account.device.lastSeen", { date: dayOf(session.lastSeenAt) })}
        </span>
      </div>
      {!session.current && (
        <button
          type="button"
          class="button small"
          aria-label={t("account.device.endOf", { device: name, date: since })}
          onClick={() => end(name)}
        >
          {t("account.device.end")}
        </button>
      )}
    </li>
  );
}

function Failed({ again }: { again(): void }) {
  return (
    <p class="form-row">
      {t("account.devices.failed")}
      <button type="button" class="button small" onClick={again}>
        {t("app.tryAgain")}
      </button>
    </p>
  );
}

function iconOf(system: string | undefined) {
  if (system === undefined) return SquareTerminal;
  return ["iPhone", "iPad", "Android"].includes(system) ? Smartphone : Monitor;
}
