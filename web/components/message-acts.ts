import { type Signal, signal } from "@preact/signals";
import type { Message } from "../../worker/protocol.ts";
import type { Composing } from "../models/composing.ts";
import type { RoomModel } from "../models/room.ts";

/** What stands over the page because of one message, and where. */
export interface Popup {
  kind: "menu" | "picker" | "deleting" | "versions" | "reactions" | "reporting";
  message: Message;
  /** What it was opened from; it gets the focus back. */
  opener: HTMLElement;
}

/** What one can do with the messages of the room that is open. The same object as long as the room is. */
export interface MessageActs {
  popup: Signal<Popup | undefined>;
  open(kind: Popup["kind"], message: Message, opener: HTMLElement): void;
  close(): void;
  reply(message: Message): void;
  edit(message: Message, text?: string): void;
  /** Adds one's own reaction, or takes it back. */
  react(message: Message, emoji: string): void;
  remove(message: Message): void;
  /** Pins it, or takes the pin off. */
  pin(message: Message): void;
  /** Shows a message in its place, wherever in the room that is. */
  jump(seq: number): void;
}

export function createMessageActs(options: { model: RoomModel; composing: Composing; userId: string }): MessageActs {
  const { model, composing, userId } = options;
  const popup = signal<Popup | undefined>(undefined);
  return {
    popup,
    open: (kind, message, opener) => {
      popup.value = { kind, message, opener };
    },
    close: () => {
      popup.value = undefined;
    },
    reply: ({ seq }) => {
      composing.reply(seq);
      focusComposer();
    },
    edit: (message, text = message.body) => {
      composing.edit({ ...message, body: text });
      focusComposer();
    },
    react: ({ seq, reactions }, emoji) => {
      const on = !(reactions?.[emoji]?.includes(userId) ?? false);
      model.change({ kind: "react", seq, emoji, on });
    },
    remove: ({ seq }) => model.change({ kind: "delete", seq }),
    pin: ({ seq, pinnedAt }) => model.change({ kind: "pin", seq, on: pinnedAt === undefined }),
    jump: (seq) => {
      void model.pages.open(seq).then((isThere) => isThere && requestAnimationFrame(() => focusMessage(seq)));
    },
  };
}

export function focusComposer(): void {
  document.querySelector<HTMLElement>(".composer textarea")?.focus();
}

/** Where it is on the page; without scrolling, which is the timeline's to do. */
export function focusMessage(seq: number): void {
  document.querySelector<HTMLElement>(`[data-seq="${seq}"]`)?.focus({ preventScroll: true });
}
