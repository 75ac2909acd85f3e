import { t, tParts } from "../i18n/translate.ts";
import { nameOf } from "../models/names.ts";
import type { RoomModel } from "../models/room.ts";

/** Who is writing just now. */
export function TypingText({ model }: { model: RoomModel }) {
  const [first, second, ...more] = model.typing.people.value;
  if (first === undefined) return null;
  if (second === undefined) return <>{tParts("room.typing.one", { name: <bdi>{nameOf(first)}</bdi> })}</>;
  if (more.length > 0) return <>{t("room.typing.many")}</>;
  const names = { name: <bdi>{nameOf(first)}</bdi>, other: <bdi>{nameOf(second)}</bdi> };
  return <>{tParts("room.typing.two", names)}</>;
}
