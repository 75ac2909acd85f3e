/**
 * Keeps the text under the reader's eyes where it is while rows come, go and change their height.
 *
 * The anchor is the lower edge of the first row in sight: the head of a row (the author's name) may go when an older
 * message by the same author is loaded above it, its text stays.
 */
export interface ScrollKeeper {
  /** Undoes what moved since the last time, other than by scrolling, and looks anew: after each change, and as somebody scrolls. */
  hold(): void;
  toEnd(): void;
  /** Puts a row at a share of the height from the top; answers whether it is there. */
  show(selector: string, share: number): boolean;
  /** Whether somebody scrolled up since the last look; the event that tells of it may still be to come. */
  hasScrolledUp(): boolean;
  distanceToEnd(): number;
  distanceToStart(): number;
}

const ROWS = "[data-anchor]";

export function createScrollKeeper(scroller: HTMLElement): ScrollKeeper {
  let anchor: { key: string; edge: number; scrollTop: number } | undefined;
  /** How far below its place the text stands, less than a pixel: a scroller keeps to whole ones. Were it forgotten, it would add up. */
  let owed = 0;
  const top = () => scroller.getBoundingClientRect().top;

  /** Looks which row is first, and where. */
  function look(): void {
    const start = top();
    const row = firstBelow(scroller.querySelectorAll<HTMLElement>(ROWS), start);
    const key = row?.dataset["anchor"];
    if (row === undefined || key === undefined) return;
    anchor = { key, edge: row.getBoundingClientRect().bottom - start - owed, scrollTop: scroller.scrollTop };
  }

  function restore(): void {
    const row = anchor && scroller.querySelector(`[data-anchor="${CSS.escape(anchor.key)}"]`);
    owed = 0;
    if (!anchor || !row) return;
    const place = anchor.edge - (scroller.scrollTop - anchor.scrollTop);
    const moved = row.getBoundingClientRect().bottom - top() - place;
    // Less than half a pixel cannot be scrolled away and would only wander.
    if (Math.abs(moved) < 0.5) owed = moved;
    else {
      const before = scroller.scrollTop;
      scroller.scrollTop += moved;
      const left = moved - (scroller.scrollTop - before);
      // At either end there is nothing more to scroll: then it has moved for good.
      if (Math.abs(left) < 1) owed = left;
    }
  }

  return {
    hold: () => {
      restore();
      look();
    },
    toEnd: () => {
      owed = 0;
      scroller.scrollTop = scroller.scrollHeight;
      look();
    },
    show: (selector, share) => {
      const row = scroller.querySelector(selector);
      if (row === null) return false;
      scroller.scrollTop += row.getBoundingClientRect().top - top() - scroller.clientHeight * share;
      owed = 0;
      look();
      return true;
    },
    hasScrolledUp: () => anchor !== undefined && scroller.scrollTop < anchor.scrollTop - 1,
    distanceToEnd: () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight,
    distanceToStart: () => scroller.scrollTop,
  };
}

/** The first row whose lower edge is below `y`; rows are in order, so halving finds it. */
function firstBelow(rows: NodeListOf<HTMLElement>, y: number): HTMLElement | undefined {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const edge = rows[middle]?.getBoundingClientRect().bottom ?? 0;
    if (edge > y) high = middle;
    else low = middle + 1;
  }
  return rows[low];
}
