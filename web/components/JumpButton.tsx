import { ArrowDown } from "lucide";
import { t } from "../i18n/translate.ts";
import type { RoomModel } from "../models/room.ts";
import { Icon } from "./Icon.tsx";
import { backToWriting } from "./left-focus.ts";

/** For whoever reads further up: what is new below, and the way there. */
export function JumpButton({ model, toEnd }: { model: RoomModel; toEnd(): void }) {
  const count = model.readMark.unseen.value;
  function jump(): void {
    toEnd();
    // It goes, and the focus is not to go with it.
    backToWriting();
  }
  return (
    <button type="button" class={`jump ${count > 0 ? "has-new" : ""}`} onClick={jump}>
      <Icon of={ArrowDown} size={18} />
      {count > 0 ? t("room.unseen", { count }) : t("room.jump")}
    </button>
  );
}
