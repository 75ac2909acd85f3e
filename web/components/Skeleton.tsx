import { t } from "../i18n/translate.ts";

// Lengths that look like talk; what they stand for has no fixed shape.
const MESSAGE_SHAPES = ["wide", "narrow", "medium", "wide", "medium", "narrow", "wide", "medium"];

/** The shapes of messages; they appear only when the real ones take longer than 150 ms, which the style sheet says. */
export function MessagesSkeleton() {
  return (
    <div class="skeleton messages-skeleton" role="status" aria-label={t("app.loading")}>
      {MESSAGE_SHAPES.map((shape, index) => (
        <div class="skeleton-message" key={index}>
          <span class="skeleton-round" />
          <span class={`skeleton-bar ${shape}`} />
        </div>
      ))}
    </div>
  );
}

export function ListSkeleton({ rows = 4 }: { rows?: number }) {
  return (
    <div class="skeleton list-skeleton" role="status" aria-label={t("app.loading")}>
      {Array.from({ length: rows }, (_, index) => (
        <div class="skeleton-message" key={index}>
          <span class="skeleton-round" />
          <span class="skeleton-bar medium" />
        </div>
      ))}
    </div>
  );
}

export function ScreenSkeleton() {
  return (
    <div class="screen-skeleton">
      <ListSkeleton />
    </div>
  );
}
