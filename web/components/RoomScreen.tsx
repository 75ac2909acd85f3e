import { useEffect, useLayoutEffect } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import { parseRoomId } from "../../worker/protocol.ts";
import { isShutBy } from "../client/room-carrier.ts";
import { withTexts } from "../i18n/speak.ts";
import { t } from "../i18n/translate.ts";
import { addresses, parsePlace } from "../models/addresses.ts";
import { roomName } from "../models/names.ts";
import type { RoomModel } from "../models/room.ts";
import { Composer } from "./Composer.tsx";
import { useChat } from "./context.ts";
import { GoneScreen } from "./lazy-asides.ts";
import { TypingText } from "./lazy-later.ts";
import { lazyScreen } from "./lazy-screen.tsx";
import { RoomHeader } from "./RoomHeader.tsx";
import { MessagesSkeleton } from "./Skeleton.tsx";
import { Timeline } from "./Timeline.tsx";
import { useTitle } from "./use-title.ts";

const RoomDetails = lazyScreen(
  async () => (await withTexts(import("./RoomDetails.tsx"), "groups", "safety", "screens")).RoomDetails,
);

/** `/r/:room`, `/r/:room/:seq` and `/r/:room/info`: one screen, so that going between them keeps the room open. */
export function RoomScreen({ roomAddress: asked, place: said }: { roomAddress: string; place: string | undefined }) {
  const { route } = useLocation();
  const address = parseRoomId(asked);
  const place = parsePlace(said);
  useEffect(() => {
    // The two people of a direct room may stand in either order; one address for one room.
    if (address !== undefined && address.id !== asked) route(addresses.room(address.id), true);
  }, [address?.id, asked]);
  if (address === undefined || place === "unknown") return <GoneScreen why="gone" />;
  return <Conversation key={address.id} roomId={address.id} place={place} />;
}

function Conversation({ roomId, place }: { roomId: string; place: number | "info" | undefined }) {
  const chat = useChat();
  const openAt = typeof place === "number" ? place : undefined;
  const isLost = chat.rooms.isLost(roomId);
  // With the first paint, not after it: this is what everybody waits for.
  useLayoutEffect(() => {
    if (isLost) return;
    let opened: RoomModel | undefined;
    let isLeft = false;
    const open = () => {
      if (!isLeft) opened = chat.openRoom(roomId, openAt);
    };
    // At once where it can be: what somebody types is then the room's own to send and to show.
    const recalling = chat.recall(roomId);
    if (recalling === undefined) open();
    else void recalling.then(open);
    return () => {
      isLeft = true;
      if (opened !== undefined) chat.leaveRoom(opened);
    };
  }, [chat, roomId, isLost]);
  const model = chat.room.value;
  const isOpen = model?.roomId === roomId;
  useGoTo(isOpen ? model : undefined, openAt);
  const room = (isOpen ? model.room.value : undefined) ?? chat.rooms.get(roomId);
  useTitle(room === undefined ? t("app.loading") : roomName(room));
  if (isLost) return <GoneScreen why="lost" roomId={roomId} />;
  if (isOpen && hasNoRoom(model)) return <GoneScreen why="gone" roomId={roomId} />;
  return (
    <div class={`room ${place === "info" ? "shows-details" : ""}`}>
      <section class="conversation">
        <RoomHeader roomId={roomId} room={room} model={isOpen ? model : undefined} isInfo={place === "info"} />
        {isOpen && (model.room.value !== undefined || model.rows.value.length > 0) ? (
          <Timeline key={roomId} model={model} />
        ) : (
          <div class="timeline">
            <MessagesSkeleton />
          </div>
        )}
        {/* Its place is always kept, so that nothing moves when somebody begins to write. Not read out. */}
        <p class="typing" aria-hidden="true">
          {isOpen && <TypingText model={model} />}
        </p>
        <Composer key={roomId} roomId={roomId} name={room && roomName(room)} model={isOpen ? model : undefined} />
      </section>
      {place === "info" && <RoomDetails roomId={roomId} room={room} model={isOpen ? model : undefined} />}
    </div>
  );
}

function hasNoRoom(model: RoomModel): boolean {
  const status = model.status.value;
  return status.state === "ended" && isShutBy(status.code);
}

/** A link to another message of the room that is open already. */
function useGoTo(model: RoomModel | undefined, seq: number | undefined): void {
  const isReady = model?.room.value !== undefined;
  useEffect(() => {
    if (isReady && seq !== undefined) void model?.pages.open(seq);
  }, [isReady, model, seq]);
}
