import type { IconNode } from "lucide";
import type { ComponentChildren } from "preact";
import { Icon, Logo } from "./Icon.tsx";

interface Props {
  icon?: IconNode;
  title: ComponentChildren;
  children?: ComponentChildren;
  /** What to do next. */
  actions?: ComponentChildren;
  level?: "h1" | "h2";
}

/** A screen, or a part of one, that has nothing to show but says what to do next. */
export function Notice({ icon, title, children, actions, level: Heading = "h1" }: Props) {
  return (
    <div class="notice">
      <div class="notice-mark">{icon === undefined ? <Logo size={56} /> : <Icon of={icon} size={32} />}</div>
      <Heading class="notice-title">{title}</Heading>
      {children !== undefined && <div class="notice-body">{children}</div>}
      {actions !== undefined && <div class="notice-actions">{actions}</div>}
    </div>
  );
}
