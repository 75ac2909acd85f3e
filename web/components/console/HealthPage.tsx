import { RefreshCw } from "lucide";
import type { AdminHealth, RoomHealth } from "../../../worker/protocol.ts";
import { exactTimeOf } from "../../i18n/dates.ts";
import { numberText, t } from "../../i18n/translate.ts";
import { Icon } from "../Icon.tsx";
import { ListSkeleton } from "../Skeleton.tsx";
import { Failure } from "./PagedList.tsx";
import { RoomPlace } from "./RoomPlace.tsx";
import { useAsked } from "./use-asked.ts";
import { useStaff } from "./use-staff.ts";

const FIGURES = ["people", "banned", "rooms", "messages", "openReports"] as const;

/** How the server is doing: what there is, and what the record lacks of the rooms that spoke last. */
export function HealthPage() {
  const staff = useStaff();
  const { answer, fault, again } = useAsked(() => staff.health(), staff);
  return (
    <div class="console-body">
      {fault !== undefined && <Failure fault={fault} again={() => void again()} />}
      {answer === undefined && fault === undefined && <ListSkeleton rows={3} />}
      {answer !== undefined && (
        <>
          <Figures health={answer} />
          <div>
            <button type="button" class="button" onClick={() => void again()}>
              <Icon of={RefreshCw} size={16} />
              {t("health.again")}
            </button>
          </div>
          <section class="console-part">
            <h2 class="details-title">{t("health.latest")}</h2>
            <p class="field-hint">{t("health.latest.body")}</p>
            <ul class="console-list" aria-label={t("health.latest")}>
              {answer.latest.map((room) => (
                <RoomRow key={room.id} room={room} />
              ))}
            </ul>
          </section>
        </>
      )}
    </div>
  );
}

function Figures({ health }: { health: AdminHealth }) {
  return (
    <dl class="figures">
      <div>
        <dt>{t("health.version")}</dt>
        <dd dir="ltr">{health.version}</dd>
      </div>
      <div>
        <dt>{t("health.record")}</dt>
        <dd>{t("health.ms", { ms: health.recordMs })}</dd>
      </div>
      {FIGURES.map((name) => (
        <div key={name}>
          <dt>{t(`health.${name}`)}</dt>
          <dd>{numberText(health[name])}</dd>
        </div>
      ))}
    </dl>
  );
}

function RoomRow({ room }: { room: RoomHealth }) {
  const { id, sockets, pending, oldestAt, setAside, fault } = room;
  const isWell = setAside === 0 && fault === undefined;
  return (
    <li class="console-room">
      <div class="person-text">
        <span class="person-name">
          <RoomPlace roomId={id} seq={undefined} />
        </span>
        <span class="console-sub">
          {t("health.sockets", { count: sockets })} · {t("health.pending", { count: pending })}
          {oldestAt !== undefined && ` · ${t("health.oldest", { time: exactTimeOf(oldestAt) })}`}
        </span>
        {setAside > 0 && <span class="console-fault">{t("health.setAside", { count: setAside })}</span>}
        {fault !== undefined && (
          <span class="console-fault">
            {t("health.fault", { time: exactTimeOf(fault.at) })} <code dir="ltr">{fault.event}</code>
          </span>
        )}
      </div>
      {isWell && <span class="tag">{t("health.well")}</span>}
    </li>
  );
}
