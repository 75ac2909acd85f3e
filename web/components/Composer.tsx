import { Check, SendHorizontal } from "lucide";
import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { isComposing } from "../browser/composition.ts";
import { isModified } from "../browser/modifiers.ts";
import { messageAt } from "../client/timeline.ts";
import { t } from "../i18n/translate.ts";
import type { Composing } from "../models/composing.ts";
import type { RoomModel } from "../models/room.ts";
import { useApp, useChat } from "./context.ts";
import { Icon } from "./Icon.tsx";
import { Completion, ComposerAbout, ComposerNotice } from "./lazy-actions.ts";
import { ComposerEmoji } from "./lazy-later.ts";
import type { CompletionHandle } from "./use-completion.ts";
import { isTouch } from "./use-media.ts";

interface Props {
  roomId: string;
  name: string | undefined;
  model: RoomModel | undefined;
}

// Nobody counts before the end is in sight.
const COUNTED_BELOW = 200;

/** Where one writes. Never disabled: what cannot be sent now waits in the outbox. */
export function Composer({ roomId, name = "", model }: Props) {
  const composing = useChat().composing(roomId);
  const input = useRef<HTMLTextAreaElement>(null);
  const completion = useRef<CompletionHandle | undefined>(undefined);
  // Its code is fetched when somebody first types a sign that begins something that can be completed.
  const [completes, setCompletes] = useState(false);
  const submit = useSubmit(roomId, composing, model);
  const text = composing.text.value;
  const about = composing.about.value;
  const left = composing.left.value;
  const isEdit = about?.kind === "edit";
  useAutoGrow(input, text);
  useFocus(input, about?.seq);

  function send(): void {
    submit();
    // What is still being looked up was for the text that is gone.
    completion.current?.close();
    input.current?.focus();
  }

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {about !== undefined && <ComposerAbout about={about} model={model} onCancel={() => composing.cancel()} />}
      <ComposerNotice roomId={roomId} model={model} />
      <div class="composer-box">
        {completes && (
          <Completion input={input} write={composing.write} roomId={roomId} model={model} handle={completion} />
        )}
        <textarea
          ref={input}
          rows={1}
          dir="auto"
          value={text}
          aria-label={isEdit ? t("composer.editLabel") : t("composer.label", { name })}
          placeholder={name === "" || isEdit ? undefined : t("composer.placeholder", { name })}
          enterkeyhint={isTouch() ? "enter" : "send"}
          onInput={({ currentTarget }) => {
            composing.write(currentTarget.value);
            if (/[:@]/.test(currentTarget.value)) setCompletes(true);
            completion.current?.look();
            if (!isEdit && currentTarget.value.trim() !== "") model?.typing.say();
          }}
          onClick={() => completion.current?.look()}
          onBlur={() => completion.current?.close()}
          onKeyDown={(event) => {
            if (isComposing(event) || completion.current?.takeKey(event)) return;
            if (endsMessage(event)) send();
            else if (event.key === "Escape" && composing.cancel()) completion.current?.close();
            else if (event.key !== "ArrowUp" || isModified(event) || !editLast(composing, model)) return;
            event.preventDefault();
          }}
        />
        {left <= COUNTED_BELOW && (
          <span class={`counter ${left < 0 ? "is-over" : ""}`}>
            {left < 0 ? t("composer.tooLong", { count: -left }) : t("composer.left", { count: left })}
          </span>
        )}
        <ComposerEmoji input={input} onText={composing.write} />
        <button
          type="submit"
          class="send-button"
          aria-label={t(isEdit ? "composer.save" : "composer.send")}
          data-empty={text.trim() === ""}
        >
          <Icon of={isEdit ? Check : SendHorizontal} isDirected={!isEdit} />
        </button>
      </div>
    </form>
  );
}

/** Sends what is written, or makes of it what it is about; what cannot be sent stays where it is. */
function useSubmit(roomId: string, composing: Composing, model: RoomModel | undefined): () => void {
  const { announcer } = useApp();
  const { outbox } = useChat();
  return () => {
    const left = composing.left.value;
    if (left < 0) announcer.say(t("composer.tooLong", { count: -left }));
    const taken = composing.take();
    if (taken === undefined) return;
    const { body, about } = taken;
    if (about?.kind === "edit") {
      const message = model && messageAt(model.timeline.value, about.seq);
      if (message?.deletedAt !== undefined || model === undefined) {
        composing.giveBack(body);
        announcer.say(t("composer.gone"));
      } else if (body !== message?.body) model.change({ kind: "edit", seq: about.seq, body });
    } else if (model === undefined) outbox.send(roomId, body, about?.seq);
    else model.send(body, about?.seq);
  };
}

/** With nothing written yet, the arrow goes up to what one wrote last. */
function editLast(composing: Composing, model: RoomModel | undefined): boolean {
  const last = composing.text.value === "" && composing.about.value === undefined ? model?.lastOwn() : undefined;
  if (last !== undefined) composing.edit(last);
  return last !== undefined;
}

function endsMessage(event: KeyboardEvent): boolean {
  return event.key === "Enter" && !event.shiftKey && !isTouch();
}

/** With the first paint, because somebody who types at once must not lose a letter; and when it is about another message. */
function useFocus(input: RefObject<HTMLTextAreaElement | null>, about: number | undefined): void {
  useLayoutEffect(() => {
    if (!isTouch()) input.current?.focus();
  }, []);
  useLayoutEffect(() => {
    if (about === undefined || document.activeElement !== input.current) return;
    // At the end of the text that came into the field, and with it: a frame later somebody may be typing or selecting already.
    const end = input.current?.value.length ?? 0;
    input.current?.setSelectionRange(end, end);
  }, [about]);
}

/** As high as its text; the style sheet ends it at eight lines. */
function useAutoGrow(input: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const element = input.current;
    if (element === null) return;
    element.style.setProperty("height", "auto");
    element.style.setProperty("height", `${element.scrollHeight}px`);
  }, [text]);
}
