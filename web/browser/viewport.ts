/** Tells the style sheet how much of the window is left above the keyboard of a phone. */
export function watchViewport(): void {
  const viewport = window.visualViewport;
  if (viewport === null) return;
  const measure = () => {
    // Zoomed in by two fingers, the visible part is smaller, but nothing covers the page.
    const height = viewport.scale === 1 ? `${viewport.height}px` : "";
    document.documentElement.style.setProperty("--visible-height", height);
  };
  viewport.addEventListener("resize", measure);
  measure();
}
