import type { IconNode } from "lucide";
import { h } from "preact";

interface Props {
  of: IconNode;
  size?: number;
  /** Points the way that is read: mirrored where that is to the left. */
  isDirected?: boolean;
}

/** An icon beside words, or in a button that has a label: it says nothing by itself. */
export function Icon({ of, size = 20, isDirected = false }: Props) {
  return (
    <svg
      class={isDirected ? "icon is-directed" : "icon"}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {of.map(([tag, attributes]) => h(tag, { ...attributes }))}
    </svg>
  );
}

export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg class="logo" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <path class="logo-one" d="M13 4a9 9 0 0 0-7.6 13.8L4 23l5.3-1.3A9 9 0 1 0 13 4Z" />
      <path class="logo-two" d="M19 10a9 9 0 0 1 7.6 13.8L28 29l-5.3-1.3A9 9 0 1 1 19 10Z" />
      <path class="logo-both" d="M21.95 12A9 9 0 0 1 10.05 20 9 9 0 0 1 21.95 12Z" />
    </svg>
  );
}
