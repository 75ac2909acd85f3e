/** What somebody who walks the page by keys takes for a part of it. */
const PARTS = "article, section, dialog, aside, main, [role='main']";

/**
 * Where what has the focus goes, or is hidden, a browser begins the page anew for whoever walks it by keys: here the focus goes on at
 * the nearest part that is left around the place where it was.
 * @returns `look`: the address is another one, and something may be hidden; `close`
 */
export function keepFocus(): { look(): void; close(): void } {
  /** What had the focus last, and what it stood in, from the inside out. What has gone does not tell any more where it was. */
  let around: readonly HTMLElement[] = [];
  let isDue = false;

  function look(): void {
    if (isDue || around.length === 0) return;
    isDue = true;
    // Whoever has a better place for it is faster, and by then the screen that comes is drawn and named.
    requestAnimationFrame(() => setTimeout(restore));
  }

  function restore(): void {
    isDue = false;
    const { activeElement, body } = document;
    if (activeElement !== null && activeElement !== body && isShown(activeElement)) return;
    const [last] = around;
    if (last === undefined || isShown(last)) return;
    const part =
      around.find((each) => each.matches(PARTS) && isShown(each)) ?? document.querySelector<HTMLElement>(PARTS);
    if (part === null) return;
    // A part that has no name begins with one.
    const target = part.hasAttribute("aria-label") ? part : (part.querySelector<HTMLElement>("h1, h2, h3") ?? part);
    if (!target.hasAttribute("tabindex")) target.tabIndex = -1;
    target.focus({ preventScroll: true });
  }

  const ending = new AbortController();
  const { signal } = ending;
  document.addEventListener(
    "focusin",
    ({ target }) => {
      around = target instanceof HTMLElement ? withAncestors(target) : [];
    },
    { signal },
  );
  // Whoever presses beside everything has left it on purpose; what takes the focus by it tells so next.
  document.addEventListener("pointerdown", () => (around = []), { signal, capture: true });
  const mutations = new MutationObserver(() => {
    if (document.activeElement === document.body) look();
  });
  mutations.observe(document.body, { childList: true, subtree: true });
  return {
    look,
    close: () => {
      ending.abort();
      mutations.disconnect();
    },
  };
}

function withAncestors(element: HTMLElement): HTMLElement[] {
  const found: HTMLElement[] = [];
  for (let each: HTMLElement | null = element; each !== null; each = each.parentElement) found.push(each);
  return found;
}

function isShown(element: Element): boolean {
  return element.isConnected && element.getClientRects().length > 0;
}
