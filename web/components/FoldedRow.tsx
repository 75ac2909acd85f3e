import { ChevronDown } from "lucide";
import { t } from "../i18n/translate.ts";
import type { RoomModel } from "../models/room.ts";
import type { Row } from "../models/rows.ts";
import { Icon } from "./Icon.tsx";
import { focusMessage } from "./message-acts.ts";

/** What people wrote whom one has blocked, as one line that can be opened. The arrow keys come by here, as they do by messages. */
export function FoldedRow(props: {
  row: Extract<Row, { kind: "folded" }>;
  model: RoomModel;
  /** Tab leads here. */
  isStop: boolean;
}) {
  const { row, model, isStop } = props;
  const { key, seqs } = row;
  const [first] = seqs;
  function open(): void {
    model.unfold(seqs);
    // The line is gone: what it hid is where to go on.
    if (first !== undefined) requestAnimationFrame(() => focusMessage(first));
  }
  return (
    <li class="row">
      <button
        type="button"
        class="folded"
        data-anchor={key}
        tabIndex={isStop ? 0 : -1}
        aria-expanded={false}
        onClick={open}
      >
        <Icon of={ChevronDown} size={14} />
        {t("blocked.messages", { count: seqs.length })}
      </button>
    </li>
  );
}
