import { useState } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import type { Member, Room } from "../../worker/protocol.ts";
import { t, tParts } from "../i18n/translate.ts";
import { addresses } from "../models/addresses.ts";
import { afterLeaving, rightsOf } from "../models/group-rules.ts";
import { nameOf, roomName } from "../models/names.ts";
import { ConfirmDialog } from "./ConfirmDialog.tsx";
import { useChat } from "./context.ts";
import { FormFault } from "./FormFault.tsx";
import { useAttempt } from "./use-attempt.ts";
import { useGroups } from "./use-groups.ts";

/** The ways out of a group; what they mean is said before they are taken. */
export function LeaveGroup({ room, members }: { room: Room; members: readonly Member[] | undefined }) {
  const { me, rooms } = useChat();
  const groups = useGroups();
  const { route } = useLocation();
  const [asking, setAsking] = useState<"leave" | "delete">();
  const attempt = useAttempt();
  const go = async () => {
    setAsking(undefined);
    await attempt.run(async () => {
      await (asking === "delete" ? groups.remove(room.id) : groups.removeMember(room.id, me.id));
      route(addresses.home);
      rooms.lose(room.id);
    });
  };
  return (
    <section class="details-part details-end">
      <FormFault text={attempt.fault} />
      {/* Without the members nobody can say what leaving would do. */}
      <button type="button" class="button" disabled={members === undefined} onClick={() => setAsking("leave")}>
        {t("groups.leave")}
      </button>
      {rightsOf(room.role).mayDelete && (
        <button type="button" class="button danger" onClick={() => setAsking("delete")}>
          {t("groups.delete")}
        </button>
      )}
      {asking !== undefined && (
        <ConfirmDialog
          title={tParts(`groups.${asking}.title`, { name: <bdi>{roomName(room)}</bdi> })}
          keep={t(asking === "delete" ? "groups.cancel" : "groups.stay")}
          go={t(`groups.${asking}`)}
          onKeep={() => setAsking(undefined)}
          onGo={() => void go()}
        >
          {asking === "delete" ? t("groups.delete.body") : <Consequence room={room} members={members ?? []} />}
        </ConfirmDialog>
      )}
    </section>
  );
}

function Consequence({ room, members }: { room: Room; members: readonly Member[] }) {
  const { me } = useChat();
  const after = afterLeaving(room.role, me.id, members);
  if (after.kind === "gone") return <>{t("groups.leave.last")}</>;
  if (after.kind === "inherited") return <>{tParts("groups.leave.heir", { name: <bdi>{nameOf(after.heir)}</bdi> })}</>;
  return <>{t(room.public ? "groups.leave.bodyPublic" : "groups.leave.body")}</>;
}
