import type { IconNode } from "lucide";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon } from "./Icon.tsx";

interface Props {
  label: string;
  placeholder: string;
  value: string;
  icon: IconNode;
  onValue(value: string): void;
  onEnter(): void;
}

/** A field that searches while one types. */
export function SearchBox({ label, placeholder, value, icon, onValue, onEnter }: Props) {
  const input = useRef<HTMLInputElement>(null);
  // What is typed stays as it is, though the address that it goes to may say it in another way.
  const [text, setText] = useState(value);
  useEffect(() => {
    if (value !== text.trim()) setText(value);
  }, [value]);
  useLayoutEffect(() => input.current?.focus(), []);
  return (
    <search>
      <form
        class="search-box"
        onSubmit={(event) => {
          event.preventDefault();
          onEnter();
        }}
      >
        <Icon of={icon} size={18} />
        <input
          ref={input}
          class="input"
          type="search"
          dir="auto"
          autocomplete="off"
          spellcheck={false}
          aria-label={label}
          placeholder={placeholder}
          value={text}
          onInput={({ currentTarget }) => {
            setText(currentTarget.value);
            onValue(currentTarget.value.trim());
          }}
        />
      </form>
    </search>
  );
}
