import { useMemo } from "preact/hooks";
import type { RoomRecord } from "../../../worker/protocol.ts";
import { exactTimeOf, shortTimeOf } from "../../i18n/dates.ts";
import { t } from "../../i18n/translate.ts";
import { createPaged, type Paged } from "../../models/paged.ts";
import { FormFault } from "../FormFault.tsx";
import { SlowChoice } from "../SlowChoice.tsx";
import { useTurns } from "../use-turns.ts";
import { PagedList } from "./PagedList.tsx";
import { useStaff } from "./use-staff.ts";

/** The global room and all groups, each with how it can be calmed down; not what is said in them. */
export function RoomsPage() {
  const staff = useStaff();
  const list = useMemo(
    () =>
      createPaged(async (cursor) => {
        const answer = await staff.rooms({ cursor });
        return { items: answer.rooms, cursor: answer.cursor };
      }),
    [staff],
  );
  return (
    <div class="console-body">
      <p class="field-hint">{t("consoleRooms.body")}</p>
      <PagedList list={list} label={t("console.rooms")} empty={t("consoleRooms.none")}>
        {(room) => <Row key={room.id} room={room} list={list} />}
      </PagedList>
    </div>
  );
}

function Row({ room, list }: { room: RoomRecord; list: Paged<RoomRecord> }) {
  const staff = useStaff();
  const turns = useTurns();
  const name = room.name ?? t("rooms.global");
  const { slowMode = 0, locked = false } = room;
  const set = (patch: { slowMode?: number; locked?: boolean }) =>
    turns.take(async () => {
      await staff.restrict(room.id, patch);
      // Another change may have been made while this one was on its way.
      const now = list.items.peek()?.find(({ id }) => id === room.id) ?? room;
      const { slowMode: slow, locked: lock, ...rest } = { ...now, ...patch };
      list.replace(now, { ...rest, ...(slow ? { slowMode: slow } : {}), ...(lock ? { locked: true } : {}) });
    }, t("console.saved"));
  return (
    <li class="console-room">
      <div class="person-text">
        <bdi class="person-name">{name}</bdi>
        <span class="console-sub">
          {room.memberCount !== undefined && `${t("room.members", { count: room.memberCount })} · `}
          {t("consoleRooms.messages", { count: room.lastSeq })}
          {room.lastSeq > 0 && (
            <time dateTime={new Date(room.lastAt).toISOString()} title={exactTimeOf(room.lastAt)}>
              {` · ${t("consoleRooms.lastAt", { time: shortTimeOf(room.lastAt) })}`}
            </time>
          )}
        </span>
      </div>
      <SlowChoice
        label={t("consoleRooms.slowMode")}
        name={t("consoleRooms.slowModeOf", { name })}
        value={slowMode}
        onValue={(seconds) => set({ slowMode: seconds })}
      />
      <label class="check">
        <input
          type="checkbox"
          checked={locked}
          onChange={({ currentTarget }) => set({ locked: currentTarget.checked })}
        />
        <span>
          {t("limits.lock")} <span class="visually-hidden">{name}</span>
        </span>
      </label>
      <FormFault text={turns.fault} />
    </li>
  );
}
