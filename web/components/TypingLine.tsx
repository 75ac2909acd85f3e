import { t, tParts } from "../i18n/translate.ts";
import { nameOf } from "../models/names.ts";
import type { RoomModel } from "../models/room.ts";

/** Its place is always kept, so that nothing moves when somebody begins to write. Not read out. */
export function TypingLine({ model }: { model: RoomModel }) {
  const [first, second, ...more] = model.typing.people.value;
  return (
    <p class="typing" aria-hidden="true">
      {first !== undefined &&
        (more.length > 0
          ? t("room.typing.many")
          : second === undefined
            ? tParts("room.typing.one", { name: <bdi>{nameOf(first)}</bdi> })
            : tParts("room.typing.two", { name: <bdi>{nameOf(first)}</bdi>, other: <bdi>{nameOf(second)}</bdi> }))}
    </p>
  );
}
