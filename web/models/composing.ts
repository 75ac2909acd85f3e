import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { codePoints, LIMITS, type Message } from "../../worker/protocol.ts";
import type { Draft, Drafts } from "./drafts.ts";

/** What the text is going to be, if not simply a new message. */
export type About = { kind: "reply"; seq: number } | { kind: "edit"; seq: number };

/** What somebody writes in one room: a new message, an answer, or a message of theirs that they change. */
export interface Composing {
  text: ReadonlySignal<string>;
  about: ReadonlySignal<About | undefined>;
  /** Code points that are left; negative where there are too many. */
  left: ReadonlySignal<number>;
  write(text: string): void;
  reply(seq: number): void;
  /** The draft waits until the edit is over. */
  edit(message: Message): void;
  /** Ends the edit, or makes a simple message of the answer. Answers whether there was either. */
  cancel(): boolean;
  /** A text that came back: a message that was refused, for example. What was being written is not lost to it. */
  giveBack(text: string, replyTo?: number): void;
  /** Somebody wrote on in another window: takes what stands there. */
  reread(): void;
  /** Takes what is written, ready to be sent; `undefined` where it is empty or too long. */
  take(): { body: string; about: About | undefined } | undefined;
}

export function createComposing(roomId: string, drafts: Drafts): Composing {
  const draft = signal<Draft>(drafts.get(roomId));
  const text = computed(() => draft.value.edit?.text ?? draft.value.text);
  const about = computed(() => aboutOf(draft.value));

  function change(next: Draft): void {
    draft.value = next;
    drafts.set(roomId, next);
  }

  function endEdit(): void {
    const { edit: _, ...rest } = draft.value;
    change(rest);
  }

  const left = computed(() => LIMITS.bodyCodePoints - codePoints(text.value.trim()));
  return {
    text,
    about,
    left,
    write: (next) => {
      const { edit } = draft.value;
      change(edit === undefined ? { ...draft.value, text: next } : { ...draft.value, edit: { ...edit, text: next } });
    },
    reply: (seq) => change({ text: draft.value.text, replyTo: seq }),
    edit: ({ seq, body }) => change({ ...draft.value, edit: { seq, text: body } }),
    cancel: () => {
      if (draft.value.edit !== undefined) endEdit();
      else if (draft.value.replyTo !== undefined) change({ text: draft.value.text });
      else return false;
      return true;
    },
    giveBack: (back, replyTo = draft.value.replyTo) => {
      const { text: writing } = draft.value;
      change({ ...draft.value, text: writing.trim() === "" ? back : `${back}\n${writing}`, replyTo });
    },
    reread: () => {
      draft.value = drafts.get(roomId);
    },
    take: () => {
      const body = text.value.trim();
      if (body === "" || left.value < 0) return undefined;
      const taken = { body, about: about.value };
      if (draft.value.edit === undefined) change({ text: "" });
      else endEdit();
      return taken;
    },
  };
}

function aboutOf({ replyTo, edit }: Draft): About | undefined {
  if (edit !== undefined) return { kind: "edit", seq: edit.seq };
  return replyTo === undefined ? undefined : { kind: "reply", seq: replyTo };
}
