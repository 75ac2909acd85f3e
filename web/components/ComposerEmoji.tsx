import { Smile } from "lucide";
import type { RefObject } from "preact";
import { useState } from "preact/hooks";
import { t } from "../i18n/translate.ts";
import { Icon } from "./Icon.tsx";
import { EmojiPicker } from "./lazy-actions.ts";

interface Props {
  input: RefObject<HTMLTextAreaElement | null>;
  onText(text: string): void;
}

/** Puts an emoji where the caret is. Where one touches, the keyboard of the system has them: the style sheet hides this. */
export function ComposerEmoji({ input, onText }: Props) {
  const [opener, setOpener] = useState<HTMLElement>();

  function pick(emoji: string): void {
    setOpener(undefined);
    const field = input.current;
    if (field === null) return;
    field.focus();
    field.setRangeText(emoji, field.selectionStart, field.selectionEnd, "end");
    onText(field.value);
  }

  return (
    <>
      <button
        type="button"
        class="icon-button composer-emoji"
        aria-label={t("composer.emoji")}
        aria-haspopup="dialog"
        onClick={({ currentTarget }) => setOpener(currentTarget)}
      >
        <Icon of={Smile} />
      </button>
      {opener !== undefined && <EmojiPicker opener={opener} onPick={pick} onClose={() => setOpener(undefined)} />}
    </>
  );
}
