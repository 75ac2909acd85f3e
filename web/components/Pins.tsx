import { useEffect, useState } from "preact/hooks";
import { type Message, PinsAnswer, type Room } from "../../worker/protocol.ts";
import { exactTimeOf, shortTimeOf } from "../i18n/dates.ts";
import { t } from "../i18n/translate.ts";
import { addresses } from "../models/addresses.ts";
import { nameOf } from "../models/names.ts";
import { plainLine } from "../models/plain-line.ts";
import type { RoomModel } from "../models/room.ts";
import { useApp, useChat } from "./context.ts";

/** The pinned messages of a room, each of which leads to its place; nothing where there are none. */
export function Pins({ room, model }: { room: Room; model: RoomModel | undefined }) {
  const pins = usePins(room.id, pinsIn(model));
  const { blocks } = useChat();
  if (pins.length === 0) return null;
  return (
    <section class="details-part">
      <h2 class="details-title">{t("pins.title")}</h2>
      <ul class="pins">
        {pins.map((message) => (
          <li key={message.seq}>
            <a class="pin" href={addresses.message(room.id, message.seq)}>
              <span class="pin-head">
                <bdi>{nameOf(message.from)}</bdi>{" "}
                <time
                  class="message-time"
                  dateTime={new Date(message.at).toISOString()}
                  title={exactTimeOf(message.at)}
                >
                  {shortTimeOf(message.at)}
                </time>
              </span>
              <span class="pin-text" dir="auto">
                {blocks.has(message.from.id) ? t("blocked.messages", { count: 1 }) : plainLine(message)}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Says by another text that something was pinned, unpinned or changed in what is open: then the list is asked for anew. */
function pinsIn(model: RoomModel | undefined): string {
  const segments = model?.timeline.value.segments ?? [];
  const pinned = segments.flatMap((segment) => segment.filter(({ pinnedAt }) => pinnedAt !== undefined));
  return pinned.map(({ seq, rev }) => `${seq} ${rev}`).join();
}

function usePins(roomId: string, news: string): readonly Message[] {
  const { http } = useApp();
  const [pins, setPins] = useState<readonly Message[]>([]);
  useEffect(() => {
    const left = new AbortController();
    http(`/api/rooms/${encodeURIComponent(roomId)}/pins`, PinsAnswer, { signal: left.signal }).then(
      ({ messages }) => setPins(messages),
      // What was shown stays; the next change asks again.
      (error: unknown) => left.signal.aborted || console.warn(error),
    );
    return () => left.abort();
  }, [http, roomId, news]);
  return pins;
}
