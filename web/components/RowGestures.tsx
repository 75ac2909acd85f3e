import type { RefObject } from "preact";
import { useEffect, useLayoutEffect } from "preact/hooks";
import { isComposing } from "../browser/composition.ts";
import { onLongPress } from "../browser/long-press.ts";
import { isModified } from "../browser/modifiers.ts";
import { onPointed } from "../browser/pointed.ts";
import type { RoomModel } from "../models/room.ts";
import { loadActions } from "./lazy-actions.ts";
import type { MessageActs } from "./message-acts.ts";
import type { RowMarks } from "./row-marks.ts";

interface Props {
  list: RefObject<HTMLElement | null>;
  model: RoomModel;
  acts: MessageActs;
  marks: RowMarks;
}

const ROW = "[data-anchor]";

/** The ways to be at a message and to ask what can be done with it: the mouse, the keys, a finger that rests. It shows nothing itself. */
export function RowGestures({ list, ...props }: Props) {
  useLayoutEffect(() => {
    if (list.current === null) return undefined;
    const ending = new AbortController();
    listen(list.current, props, ending.signal);
    return () => ending.abort();
  }, [list, props.model, props.acts, props.marks]);
  useEscape(props.model);
  useSoon(loadActions);
  return null;
}

/** Escape goes back to writing. */
function useEscape(model: RoomModel): void {
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented || isComposing(event)) return;
      model.readMark.clearNewLine();
      document.querySelector<HTMLElement>(".composer textarea")?.focus();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [model]);
}

/** When the page has nothing else to do. Where it does not come, it is asked for again by whoever needs it. */
function useSoon(load: () => Promise<unknown>): void {
  useEffect(() => {
    const begin = () => void load().catch(() => undefined);
    // Safari has no idle time to offer.
    if (!("requestIdleCallback" in window)) return void setTimeout(begin, 1_000);
    requestIdleCallback(begin, { timeout: 5_000 });
  }, []);
}

function listen(list: HTMLElement, { model, acts, marks }: Omit<Props, "list">, signal: AbortSignal): void {
  const { pointed, focused, hasFocus } = marks;

  function focusOn(target: EventTarget | null): void {
    const key = keyOf(target);
    hasFocus.value = key !== undefined;
    if (key !== undefined) focused.value = key;
  }

  /** Answers whether it was for us. */
  function openMenu(target: EventTarget | null): boolean {
    const article = rowOf(target);
    const row = model.rows.peek().find(({ key }) => key === keyOf(article));
    if (article === undefined || row?.kind !== "message" || hasOwnMenu(target)) return false;
    if (row.message.deletedAt === undefined && acts.popup.peek() === undefined) acts.open("menu", row.message, article);
    return true;
  }

  // It may have been there before this was.
  if (list.contains(document.activeElement)) focusOn(document.activeElement);
  onPointed(list, signal, keyOf, (key) => {
    pointed.value = key;
  });
  onLongPress(list, signal, openMenu);
  list.addEventListener("focusin", ({ target }) => focusOn(target), { signal });
  list.addEventListener("focusout", ({ relatedTarget }) => focusOn(relatedTarget), { signal });
  list.addEventListener(
    "contextmenu",
    (event) => {
      // The second button of the mouse opens the browser's own; a key and a long press open ours.
      if (event.button !== 2 && openMenu(event.target)) event.preventDefault();
    },
    { signal },
  );
  list.addEventListener(
    "keydown",
    (event) => {
      moveFocus(list, event);
      if (event.key === "Enter" && event.target === rowOf(event.target) && openMenu(event.target)) {
        event.preventDefault();
      }
    },
    { signal },
  );
}

/** Arrows go from message to message. */
function moveFocus(list: HTMLElement, event: KeyboardEvent): void {
  const messages = [...list.querySelectorAll<HTMLElement>(ROW)];
  const here = messages.findIndex((message) => message.contains(document.activeElement));
  if (here < 0) return;
  const places: Record<string, number> = { ArrowUp: here - 1, ArrowDown: here + 1, Home: 0, End: messages.length - 1 };
  const place = isModified(event) ? undefined : places[event.key];
  if (place === undefined) return;
  event.preventDefault();
  messages[place]?.focus();
}

function rowOf(target: EventTarget | null): HTMLElement | undefined {
  return target instanceof Element ? (target.closest<HTMLElement>(ROW) ?? undefined) : undefined;
}

function keyOf(target: EventTarget | null = null): string | undefined {
  return rowOf(target)?.dataset["anchor"];
}

/**
 * Links and buttons have, but not the author's name: a browser takes a finger close to a link for one on it, so that
 * the line under the name would hardly be reached.
 */
function hasOwnMenu(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("a:not(.message-author), button") !== null;
}
