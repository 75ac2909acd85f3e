import { ArrowDown } from "lucide";
import { useEffect, useRef, useState } from "preact/hooks";
import { dayOf } from "../i18n/dates.ts";
import { t, tError, tParts } from "../i18n/translate.ts";
import { nameOf } from "../models/names.ts";
import type { RoomModel } from "../models/room.ts";
import type { Row } from "../models/rows.ts";
import { RoomAvatar } from "./Avatar.tsx";
import { useChat } from "./context.ts";
import { Icon } from "./Icon.tsx";
import { MessageRow } from "./MessageRow.tsx";
import { Notice } from "./Notice.tsx";
import { useScroll } from "./use-scroll.ts";

export function Timeline({ model }: { model: RoomModel }) {
  const { me } = useChat();
  const scroller = useRef<HTMLDivElement>(null);
  const { toEnd } = useScroll(scroller, model);
  const [focused, setFocused] = useState<string>();
  const rows = model.rows.value;
  const target = model.pages.opened.value?.seq;
  const keys = rows.filter(isMessage).map(({ key }) => key);
  // One tab stop: the message that was focused last, else the newest.
  const stop = focused !== undefined && keys.includes(focused) ? focused : keys.at(-1);
  useEscape(model);

  return (
    <div class="timeline">
      <div class="timeline-scroll" ref={scroller}>
        <div class="timeline-content">
          <Beginning model={model} />
          <ol
            class="timeline-list"
            aria-label={t("room.messages")}
            onKeyDown={moveFocus}
            onFocusIn={({ target: to }) => {
              const key = to instanceof HTMLElement ? to.dataset["anchor"] : undefined;
              if (key !== undefined) setFocused(key);
            }}
          >
            {rows.map((row) => {
              switch (row.kind) {
                case "day":
                  return (
                    <li class="day" key={row.key}>
                      <h2>{dayOf(row.at)}</h2>
                    </li>
                  );
                case "new":
                  return (
                    <li class="new-line" key={row.key} data-new-line>
                      <span>{t("room.new")}</span>
                    </li>
                  );
                default:
                  return (
                    <MessageRow
                      key={row.key}
                      row={row}
                      me={me}
                      isStop={row.key === stop}
                      isTarget={row.kind === "message" && row.message.seq === target}
                    />
                  );
              }
            })}
          </ol>
        </div>
      </div>
      <JumpButton model={model} toEnd={toEnd} />
    </div>
  );
}

function isMessage(row: Row): boolean {
  return row.kind === "message" || row.kind === "unsent";
}

/** What stands above the first message: more of them, or that there are none. */
function Beginning({ model }: { model: RoomModel }) {
  const failure = model.pages.failure.value;
  const room = model.room.value;
  if (failure !== undefined) {
    return (
      <div class="older" role="status">
        <span>{tError(failure.code)}</span>
        <button type="button" class="button small" onClick={() => void model.pages.older()}>
          {t("app.tryAgain")}
        </button>
      </div>
    );
  }
  if (room === undefined) return <div class="older" />;
  // As high while loading as while there is more to load: nothing moves.
  if (model.hasOlder.value) {
    return <div class="older">{model.pages.loading.value !== undefined && <span class="spinner" />}</div>;
  }
  const name = <bdi>{room.peer && nameOf(room.peer)}</bdi>;
  const isDirect = room.kind === "direct";
  if (model.rows.value.length === 0) {
    return (
      <Notice level="h2" title={t("room.empty.title")}>
        {isDirect ? tParts("room.empty.direct", { name }) : t("room.empty.global")}
      </Notice>
    );
  }
  return (
    <div class="beginning">
      <RoomAvatar room={room} size="large" />
      <p>{isDirect ? tParts("room.beginning.direct", { name }) : t("room.beginning.global")}</p>
    </div>
  );
}

function JumpButton({ model, toEnd }: { model: RoomModel; toEnd(): void }) {
  if (model.view.value.isFollowing || model.rows.value.length === 0) return null;
  const count = model.readMark.unseen.value;
  return (
    <button type="button" class={`jump ${count > 0 ? "has-new" : ""}`} onClick={toEnd}>
      <Icon of={ArrowDown} size={18} />
      {count > 0 ? t("room.unseen", { count }) : t("room.jump")}
    </button>
  );
}

/** Arrows go from message to message; Escape goes back to writing. */
function moveFocus(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const messages = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-anchor]")];
  const here = messages.findIndex((message) => message.contains(document.activeElement));
  if (here < 0) return;
  const places: Record<string, number> = { ArrowUp: here - 1, ArrowDown: here + 1, Home: 0, End: messages.length - 1 };
  const place = places[event.key];
  if (place === undefined) return;
  event.preventDefault();
  messages[place]?.focus();
}

function useEscape(model: RoomModel): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      model.readMark.clearNewLine();
      document.querySelector<HTMLElement>(".composer textarea")?.focus();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [model]);
}
