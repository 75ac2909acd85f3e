import { useMemo, useRef } from "preact/hooks";
import { dayOf } from "../i18n/dates.ts";
import { t, tError, tParts } from "../i18n/translate.ts";
import { roomName } from "../models/names.ts";
import type { End } from "../models/pages.ts";
import type { RoomModel } from "../models/room.ts";
import { seenSeq } from "../models/rows.ts";
import { RoomAvatar } from "./Avatar.tsx";
import { useChat } from "./context.ts";
import { FoldedRow, JumpButton, MessagePopups, WayFault } from "./lazy-actions.ts";
import { RowGestures } from "./lazy-later.ts";
import { MessageRow } from "./MessageRow.tsx";
import { createMessageActs, type MessageActs } from "./message-acts.ts";
import { Notice } from "./Notice.tsx";
import { createRowMarks } from "./row-marks.ts";
import { useScroll } from "./use-scroll.ts";

export function Timeline({ model }: { model: RoomModel }) {
  const { me } = useChat();
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const { toEnd } = useScroll(scroller, model);
  const acts = useActs(model);
  const rows = model.rows.value;
  const marks = useMemo(createRowMarks, []);
  const focused = marks.focused.value;
  // One tab stop: what had the focus last, else the newest.
  const stop = (
    rows.find(({ key }) => key === focused) ?? rows.findLast(({ kind }) => kind !== "day" && kind !== "new")
  )?.key;
  const active = marks.pointed.value ?? (marks.hasFocus.value ? focused : undefined);
  const withPopup = acts.popup.value?.message.seq;
  const target = model.pages.opened.value?.seq;
  const seen = seenSeq(rows, me.id, model.peerRead.value);

  return (
    <div class="timeline">
      <div class="timeline-scroll" ref={scroller}>
        <div class="timeline-content">
          <Beginning model={model} />
          <ol class="timeline-list" ref={list} aria-label={t("room.messages")}>
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
                case "folded":
                  return <FoldedRow key={row.key} row={row} model={model} isStop={row.key === stop} />;
                default: {
                  const seq = row.kind === "message" ? row.message.seq : undefined;
                  return (
                    <MessageRow
                      key={row.key}
                      row={row}
                      me={me}
                      acts={acts}
                      isStop={row.key === stop}
                      isActive={row.key === active || (seq !== undefined && seq === withPopup)}
                      isTarget={seq !== undefined && seq === target}
                      isSeen={seq !== undefined && seq === seen}
                    />
                  );
                }
              }
            })}
          </ol>
          {model.hasNewer.value && <Edge model={model} end="newer" />}
        </div>
      </div>
      {!model.view.value.isFollowing && rows.length > 0 && <JumpButton model={model} toEnd={toEnd} />}
      {model.pages.failure.value?.where === "around" && <WayFault model={model} />}
      <RowGestures list={list} model={model} acts={acts} marks={marks} />
      {withPopup !== undefined && <MessagePopups acts={acts} />}
    </div>
  );
}

function useActs(model: RoomModel): MessageActs {
  const chat = useChat();
  return useMemo(
    () => createMessageActs({ model, composing: chat.composing(model.roomId), userId: chat.me.id }),
    [model, chat],
  );
}

/** Where there are more messages than on the page: that they are coming, or why they did not. */
function Edge({ model, end }: { model: RoomModel; end: End }) {
  const { loading, failure } = model.pages;
  const failed = failure.value;
  if (failed?.where !== end) {
    // As high while loading as while there is more to load: nothing moves.
    return <div class={`edge is-${end}`}>{loading.value === end && <span class="spinner" />}</div>;
  }
  return (
    <div class={`edge is-${end}`} role="status">
      <span>{tError(failed.code)}</span>
      <button type="button" class="button small" onClick={failed.again}>
        {t("app.tryAgain")}
      </button>
    </div>
  );
}

/** What stands above the first message: more of them, or that there are none. */
function Beginning({ model }: { model: RoomModel }) {
  const room = model.room.value;
  if (room === undefined || model.hasOlder.value || model.pages.failure.value?.where === "older") {
    return <Edge model={model} end="older" />;
  }
  const name = <bdi>{roomName(room)}</bdi>;
  if (model.rows.value.length === 0) {
    return (
      <Notice level="h2" title={t("room.empty.title")}>
        {tParts(`room.empty.${room.kind}`, { name })}
      </Notice>
    );
  }
  return (
    <div class="beginning">
      <RoomAvatar room={room} size="large" />
      <p>{tParts(`room.beginning.${room.kind}`, { name })}</p>
    </div>
  );
}
