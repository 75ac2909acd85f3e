import { ArrowLeft, PanelRight, Search } from "lucide";
import type { Room } from "../../worker/protocol.ts";
import { t, tParts } from "../i18n/translate.ts";
import { addresses } from "../models/addresses.ts";
import { roomName } from "../models/names.ts";
import type { RoomModel } from "../models/room.ts";
import { RoomAvatar } from "./Avatar.tsx";
import { useChat } from "./context.ts";
import { Icon } from "./Icon.tsx";
import { RoomMode } from "./lazy-actions.ts";

interface Props {
  roomId: string;
  room: Room | undefined;
  model: RoomModel | undefined;
  isInfo: boolean;
}

export function RoomHeader({ roomId, room, model, isInfo }: Props) {
  return (
    <header class="pane-head">
      <BackLink />
      {room !== undefined && <RoomAvatar room={room} size="small" />}
      <div class="pane-head-text">
        <h1 class="pane-title">{room === undefined ? "\u00a0" : <bdi>{roomName(room)}</bdi>}</h1>
        {room !== undefined && model !== undefined && <WhoIsHere room={room} model={model} />}
      </div>
      {room !== undefined && (room.locked || room.slowMode) && <RoomMode room={room} />}
      <a class="icon-button" href={addresses.search("", roomId)} aria-label={t("nav.search")}>
        <Icon of={Search} />
      </a>
      <a
        class="icon-button"
        href={isInfo ? addresses.room(roomId) : addresses.roomInfo(roomId)}
        aria-label={t("room.details")}
        aria-current={isInfo ? "page" : undefined}
      >
        <Icon of={PanelRight} isDirected />
      </a>
    </header>
  );
}

/** On a phone the way back to the list; beside the list it would lead nowhere. */
export function BackLink({ to = addresses.home }: { to?: string }) {
  return (
    <a class="icon-button back-link" href={to} aria-label={t("app.back")}>
      <Icon of={ArrowLeft} isDirected />
    </a>
  );
}

function WhoIsHere({ room, model }: { room: Room; model: RoomModel }) {
  const { me } = useChat();
  const count = model.count.value;
  if (room.kind === "direct") {
    const isPeerHere = model.online.value?.some((id) => id !== me.id) ?? false;
    return (
      <p class={`pane-sub ${isPeerHere ? "is-here" : ""}`}>{t(isPeerHere ? "room.peerHere" : "room.topic.direct")}</p>
    );
  }
  if (room.kind === "group") {
    const members = t("room.members", { count: room.memberCount ?? 0 });
    return (
      <p class="pane-sub" title={room.topic}>
        {room.topic
          ? tParts("room.membersTopic", { members: <>{members}</>, topic: <bdi>{room.topic}</bdi> })
          : members}
      </p>
    );
  }
  return <p class={`pane-sub ${count > 0 ? "is-here" : ""}`}>{count > 0 ? t("room.here", { count }) : "\u00a0"}</p>;
}
