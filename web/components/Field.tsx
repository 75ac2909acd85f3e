import type { ComponentChildren } from "preact";
import { useEffect, useId, useLayoutEffect, useRef } from "preact/hooks";

interface Props {
  name: string;
  label: string;
  hint?: string;
  fault?: string;
  value: string;
  onValue(value: string): void;
  type?: "text" | "password";
  autocomplete?: string;
  placeholder?: string;
  autoFocus?: boolean;
  /** Text that is not language: no spelling help, no capitals, left to right. */
  isCode?: boolean;
  isLong?: boolean;
  /** A button at the end of the field. */
  children?: ComponentChildren;
}

/** A labelled field with its hint, and with what is wrong about it. */
export function Field(props: Props) {
  const id = useId();
  const input = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const describedBy = [props.hint && `${id}-hint`, props.fault && `${id}-fault`].filter(Boolean).join(" ");
  useLayoutEffect(() => {
    // On touch the keyboard would jump into view before anybody asked for it.
    if (props.autoFocus && !matchMedia("(pointer: coarse)").matches) input.current?.focus();
  }, []);
  useEffect(() => {
    if (props.fault !== undefined) focusIfFirstAtFault(input.current);
  }, [props.fault]);
  useEffect(() => {
    const form = input.current?.form;
    // Sent again with the same fault, nothing changes; where to go on is to be said all the same.
    const goOn = () => void setTimeout(() => focusIfFirstAtFault(input.current));
    form?.addEventListener("submit", goOn);
    return () => form?.removeEventListener("submit", goOn);
  }, []);
  const attributes = {
    ref: input,
    id,
    class: "input",
    name: props.name,
    value: props.value,
    placeholder: props.placeholder,
    autocomplete: props.autocomplete ?? "off",
    // An empty field has no direction of its own, and browsers say left to right then.
    dir: props.isCode ? "ltr" : props.value === "" ? undefined : "auto",
    spellcheck: !props.isCode,
    autocapitalize: props.isCode ? "none" : undefined,
    "aria-invalid": props.fault !== undefined,
    "aria-describedby": describedBy === "" ? undefined : describedBy,
    onInput: (event: Event & { currentTarget: HTMLInputElement | HTMLTextAreaElement }) =>
      props.onValue(event.currentTarget.value),
  } as const;
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <div class="field-box">
        {props.isLong ? (
          <textarea {...attributes} rows={4} />
        ) : props.type === "password" ? (
          <input {...attributes} type="password" />
        ) : (
          <input {...attributes} />
        )}
        {props.children}
      </div>
      {props.hint !== undefined && (
        <p class="field-hint" id={`${id}-hint`}>
          {props.hint}
        </p>
      )}
      {props.fault !== undefined && (
        <p class="field-fault" id={`${id}-fault`}>
          {props.fault}
        </p>
      )}
    </div>
  );
}

/** Of several faults the first one is where to go on. */
function focusIfFirstAtFault(input: HTMLElement | null): void {
  if (document.querySelector("[aria-invalid=true]") === input) input?.focus();
}
