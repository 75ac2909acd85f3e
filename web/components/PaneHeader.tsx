import type { ComponentChildren } from "preact";
import { BackLink } from "./RoomHeader.tsx";

/** The head of every screen but a room's. */
export function PaneHeader({ title, back, children }: { title: string; back?: string; children?: ComponentChildren }) {
  return (
    <header class="pane-head">
      <BackLink to={back} />
      <div class="pane-head-text">
        <h1 class="pane-title">{title}</h1>
      </div>
      {children}
    </header>
  );
}
