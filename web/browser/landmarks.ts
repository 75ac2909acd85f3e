// In the order in which one reads the page.
const LANDMARKS = ".sidebar, .timeline-list [tabindex='0'], .composer textarea, .details";

/** F6 goes to the next part of the page, Shift+F6 to the one before. */
export function moveBetweenLandmarks(event: KeyboardEvent): void {
  if (event.key !== "F6") return;
  const all = [...document.querySelectorAll<HTMLElement>(LANDMARKS)].filter((part) => part.offsetParent !== null);
  const parts = all.length > 1 ? all : [...document.querySelectorAll<HTMLElement>(".sidebar, #main")];
  if (parts.length === 0) return;
  event.preventDefault();
  const here = parts.findIndex((part) => part.contains(document.activeElement));
  const step = event.shiftKey ? -1 : 1;
  parts[(here + step + parts.length) % parts.length]?.focus();
}
