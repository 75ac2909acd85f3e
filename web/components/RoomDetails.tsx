import { Search, X } from "lucide";
import type { Room } from "../../worker/protocol.ts";
import { t } from "../i18n/translate.ts";
import { addresses } from "../models/addresses.ts";
import { roomName } from "../models/names.ts";
import type { RoomModel } from "../models/room.ts";
import { RoomAvatar } from "./Avatar.tsx";
import { GroupDetails } from "./GroupDetails.tsx";
import { Icon } from "./Icon.tsx";
import { DirectSafety } from "./PersonSafety.tsx";
import { Pins } from "./Pins.tsx";
import { RoomLimits } from "./RoomLimits.tsx";
import { RoomSettings } from "./RoomSettings.tsx";
import { NO_DETAILS_BESIDE, useMedia } from "./use-media.ts";

interface Props {
  roomId: string;
  room: Room | undefined;
  model: RoomModel | undefined;
}

/** What a room is, beside the conversation or, on a phone, instead of it. */
export function RoomDetails({ roomId, room, model }: Props) {
  const Heading = useMedia(NO_DETAILS_BESIDE) ? "h1" : "h2";
  const count = model?.count.value ?? 0;
  return (
    <aside class="details" aria-label={t("nav.details")} tabIndex={-1}>
      <header class="pane-head">
        <div class="pane-head-text">
          <Heading class="pane-title">{t("nav.details")}</Heading>
        </div>
        <a class="icon-button" href={addresses.room(roomId)} aria-label={t("app.close")}>
          <Icon of={X} />
        </a>
      </header>
      {room !== undefined && (
        <div class="details-body">
          <RoomAvatar room={room} size="large" />
          <p class="details-name">
            <bdi>{roomName(room)}</bdi>
          </p>
          {room.peer !== undefined && room.peer.username !== null && (
            <p class="details-handle" dir="ltr">
              @{room.peer.username}
            </p>
          )}
          <p class="details-topic" dir="auto">
            {room.topic || (room.kind !== "group" && t(`room.topic.${room.kind}`))}
          </p>
          {room.kind === "group" && <p class="details-count">{t("room.members", { count: room.memberCount ?? 0 })}</p>}
          {room.kind !== "direct" && count > 0 && <p class="details-count">{t("room.here", { count })}</p>}
          <div class="details-actions">
            {room.peer !== undefined && room.peer.username !== null && (
              <a class="button" href={addresses.person(room.peer.id)}>
                {t("nav.profileOf")}
              </a>
            )}
            <a class="button" href={addresses.search("", roomId)}>
              <Icon of={Search} size={18} />
              {t("nav.search")}
            </a>
          </div>
        </div>
      )}
      {room !== undefined && <Pins key={`${room.id} pins`} room={room} model={model} />}
      {room?.peer !== undefined && <DirectSafety peer={room.peer} />}
      {room !== undefined && <RoomSettings key={room.id} room={room} />}
      {room !== undefined && <RoomLimits key={`${room.id} limits`} room={room} />}
      {room?.kind === "group" && <GroupDetails key={`${room.id} group`} room={room} />}
    </aside>
  );
}
