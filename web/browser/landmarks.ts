// In the order in which one reads the page.
const LANDMARKS = ".sidebar, .timeline-list [data-anchor][tabindex='0'], .composer textarea, .details";

/** Goes to the next part of the page, or with -1 to the one before; answers whether there is one. */
export function moveBetweenLandmarks(step: 1 | -1): boolean {
  const all = [...document.querySelectorAll<HTMLElement>(LANDMARKS)].filter((part) => part.offsetParent !== null);
  const parts = all.length > 1 ? all : [...document.querySelectorAll<HTMLElement>(".sidebar, #main")];
  const here = parts.findIndex((part) => part.contains(document.activeElement));
  parts[(here + step + parts.length) % parts.length]?.focus();
  return parts.length > 0;
}
