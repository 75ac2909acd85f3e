import { BellOff, Search, UserPlus, UsersRound } from "lucide";
import { useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import type { Room } from "../../worker/protocol.ts";
import { shortTimeOf } from "../i18n/dates.ts";
import { numberText, t, tParts } from "../i18n/translate.ts";
import { addresses } from "../models/addresses.ts";
import { badgeOf } from "../models/badge.ts";
import { nameOf, roomName } from "../models/names.ts";
import { plainLine } from "../models/plain-line.ts";
import { Avatar, RoomAvatar } from "./Avatar.tsx";
import { useApp, useChat } from "./context.ts";
import { Icon, Logo } from "./Icon.tsx";
import { ListFoot, ReadAll, UnsentMark } from "./lazy-asides.ts";
import { ListSkeleton } from "./Skeleton.tsx";

export function Sidebar() {
  const { session } = useApp();
  const { path } = useLocation();
  const state = session.state.value;
  const at = (address: string) => (path === address ? "page" : undefined);
  return (
    <nav class="sidebar" aria-label={t("nav.conversations")} tabIndex={-1}>
      <header class="sidebar-head">
        <a class="brand" href={addresses.home}>
          <Logo size={30} />
          <span>{t("app.name")}</span>
        </a>
        <a class="icon-button" href={addresses.people()} aria-label={t("nav.people")} aria-current={at("/people")}>
          <Icon of={UserPlus} />
        </a>
        <a
          class="icon-button"
          href={addresses.newGroup}
          aria-label={t("nav.newGroup")}
          aria-current={at(addresses.newGroup)}
        >
          <Icon of={UsersRound} />
        </a>
        {state.kind === "in" && (
          <a class="profile-link" href={addresses.profile} aria-label={t("nav.profile")} aria-current={at("/profile")}>
            <Avatar person={state.me} size="small" />
          </a>
        )}
      </header>
      <div class="search-row">
        <a class="search-link" href={addresses.search()} aria-current={at("/search")}>
          <Icon of={Search} size={18} />
          <span>{t("nav.search")}</span>
        </a>
        <ReadAll />
      </div>
      <RoomList />
    </nav>
  );
}

function RoomList() {
  const { rooms } = useChat();
  const [isHovered, setHovered] = useState(false);
  const list = useStillOrder(rooms.list.value, isHovered);
  if (list === undefined) return <ListSkeleton />;
  return (
    <div class="room-scroll">
      <ul
        class="room-list"
        aria-label={t("nav.conversations")}
        onPointerEnter={() => setHovered(true)}
        onPointerLeave={() => setHovered(false)}
      >
        {list.map((room) => (
          <RoomLink key={room.id} room={room} />
        ))}
      </ul>
      <ListFoot isOnlyGlobal={list.every(({ kind }) => kind === "global")} />
    </div>
  );
}

/** While the pointer is over the list nothing moves under it; what is new comes on top. */
function useStillOrder(list: readonly Room[] | undefined, isHeld: boolean): readonly Room[] | undefined {
  const order = useRef<readonly string[]>([]);
  if (list === undefined) return undefined;
  if (!isHeld) {
    order.current = list.map(({ id }) => id);
    return list;
  }
  const place = (room: Room) => order.current.indexOf(room.id);
  return [...list].sort((a, b) => place(a) - place(b));
}

function RoomLink({ room }: { room: Room }) {
  const { path } = useLocation();
  const address = addresses.room(room.id);
  const isHere = path === address || path.startsWith(`${address}/`);
  const { lastMessage } = room;
  const badge = badgeOf(room);
  const isLoud = badge !== undefined && (!badge.isQuiet || badge.mentions > 0);
  return (
    <li>
      <a class={`room-link ${isLoud ? "is-unread" : ""}`} href={address} aria-current={isHere ? "page" : undefined}>
        <RoomAvatar room={room} />
        <span class="room-link-text">
          <span class="room-link-top">
            <bdi class="room-link-name">{roomName(room)}</bdi>
            {room.muted && (
              <span class="room-link-muted">
                <Icon of={BellOff} size={14} />
                <span class="visually-hidden">{t("rooms.muted")}</span>
              </span>
            )}
            {lastMessage && <time class="room-link-time">{shortTimeOf(lastMessage.at)}</time>}
          </span>
          <span class="room-link-bottom">
            <span class="room-link-preview" dir="auto">
              <Preview room={room} />
            </span>
            <UnsentMark room={room} />
            {badge !== undefined && badge.mentions > 0 && (
              <span class="badge is-mention">
                <span aria-hidden="true">@{badge.mentions > 1 && shortCount(badge.mentions)}</span>
                <span class="visually-hidden">{t("rooms.mentions", { count: badge.mentions })}</span>
              </span>
            )}
            {badge !== undefined && (
              <span class={`badge ${badge.isQuiet ? "is-quiet" : ""}`}>
                <span aria-hidden="true">{shortCount(badge.unread)}</span>
                <span class="visually-hidden">{t("rooms.unread", { count: badge.unread })}</span>
              </span>
            )}
          </span>
        </span>
      </a>
    </li>
  );
}

function Preview({ room }: { room: Room }) {
  const { me, blocks } = useChat();
  const message = room.lastMessage;
  if (message === undefined) return <>{t("rooms.nothingYet")}</>;
  if (message.deletedAt !== undefined) return <>{t("rooms.messageDeleted")}</>;
  if (blocks.has(message.from.id)) return <>{t("blocked.messages", { count: 1 })}</>;
  const text = plainLine(message);
  const isOwn = message.from.id === me.id;
  if (room.kind === "direct" && !isOwn) return <>{text}</>;
  // The text alone says in which direction the line goes.
  return <>{tParts("message.line", { name: <bdi>{isOwn ? t("names.you") : nameOf(message.from)}</bdi>, text })}</>;
}

function shortCount(count: number): string {
  return count > 99 ? `${numberText(99)}+` : numberText(count);
}
