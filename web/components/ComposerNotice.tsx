import { Ban, Clock, type IconNode, Lock, Timer } from "lucide";
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Person, Room } from "../../worker/protocol.ts";
import { durationOf, endOf, leftOf } from "../i18n/durations.ts";
import { t, tParts } from "../i18n/translate.ts";
import { nameOf } from "../models/names.ts";
import { moderates } from "../models/permissions.ts";
import type { RoomModel } from "../models/room.ts";
import { useChat } from "./context.ts";
import { Icon } from "./Icon.tsx";
import { useAttempt } from "./use-attempt.ts";
import { useBlocking } from "./use-blocking.ts";

/** Says above the text why it cannot be sent, or not at once. What is typed stays where it is. */
export function ComposerNotice({ roomId, model }: { roomId: string; model: RoomModel | undefined }) {
  const { me, rooms, blocks, outbox, refusals } = useChat();
  const room = model?.room.value ?? rooms.get(roomId);
  const timeout = useWait(refusals.until.value[""]);
  const slow = useWait(refusals.until.value[roomId]);
  if (room === undefined) return null;
  const { peer } = room;
  if (peer !== undefined && blocks.has(peer.id)) return <Blocked peer={peer} />;
  if (peer !== undefined && outbox.items(roomId).some(({ failure }) => failure?.code === "blocked")) {
    return <Line icon={Ban}>{tParts("limits.blocked", { name: <bdi>{nameOf(peer)}</bdi> })}</Line>;
  }
  if (timeout !== undefined) {
    return <Line icon={Clock}>{t("limits.timeout", { time: endOf(timeout.until) })}</Line>;
  }
  return <Restricted room={room} mayWrite={moderates(me, room)} waitS={slow?.seconds} />;
}

function Restricted({ room, mayWrite, waitS }: { room: Room; mayWrite: boolean; waitS: number | undefined }) {
  const { locked, slowMode } = room;
  if (locked) return <Line icon={Lock}>{t(mayWrite ? "limits.lockedForOthers" : "limits.locked")}</Line>;
  if (slowMode === undefined) return null;
  if (mayWrite) return <Line icon={Timer}>{t("limits.slowForOthers", { wait: durationOf(slowMode) })}</Line>;
  if (waitS === undefined) return <Line icon={Timer}>{t("limits.slow", { wait: durationOf(slowMode) })}</Line>;
  // Counting down is for the eye: who listens hears the rule once.
  return (
    <p class="composer-notice">
      <Icon of={Timer} size={16} />
      <span class="visually-hidden" role="status">
        {t("limits.slow", { wait: durationOf(slowMode) })}
      </span>
      <span aria-hidden="true">{t("limits.waiting", { wait: leftOf(waitS) })}</span>
    </p>
  );
}

function Blocked({ peer }: { peer: Person }) {
  const setBlocked = useBlocking();
  const attempt = useAttempt();
  const name = nameOf(peer);
  return (
    <div class="composer-notice">
      <Icon of={Ban} size={16} />
      <span role="status">
        {tParts("limits.youBlocked", { name: <bdi>{name}</bdi> })} {attempt.fault}
      </span>
      <button
        type="button"
        class="button small"
        aria-busy={attempt.isBusy}
        onClick={() => void attempt.run(() => setBlocked(peer, false), t("blocks.unblocked", { name }))}
      >
        {t("blocks.unblock")}
      </button>
    </div>
  );
}

function Line({ icon, children }: { icon: IconNode; children: ComponentChildren }) {
  return (
    <p class="composer-notice">
      <Icon of={icon} size={16} />
      <span role="status">{children}</span>
    </p>
  );
}

/** How long it still is until then; nothing when it is over. */
function useWait(until: number | undefined): { until: number; seconds: number } | undefined {
  const [now, setNow] = useState(Date.now);
  const isOver = until === undefined || until <= now;
  useEffect(() => {
    setNow(Date.now());
    if (until === undefined || until <= Date.now()) return;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [until, isOver]);
  return isOver ? undefined : { until, seconds: Math.ceil((until - now) / 1_000) };
}
