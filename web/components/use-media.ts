import { useEffect, useState } from "preact/hooks";

/** Whether a media query holds, now and as the window changes; for what a style sheet cannot say, like roles. */
export function useMedia(query: string): boolean {
  const [holds, setHolds] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const media = matchMedia(query);
    const update = () => setHolds(media.matches);
    update();
    media.addEventListener("change", update);
    return () => media.removeEventListener("change", update);
  }, [query]);
  return holds;
}

/** One pane at a time; the same number stands in shell.css. */
export const ONE_PANE = "(max-width: 767px)";
/** No room for the details beside the conversation; the same number stands in conversation.css. */
export const NO_DETAILS_BESIDE = "(max-width: 1099px)";

/** Fingers instead of a mouse: Enter breaks the line there, and a button sends. */
export function isTouch(): boolean {
  return matchMedia("(pointer: coarse)").matches;
}
