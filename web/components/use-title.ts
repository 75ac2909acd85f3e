import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";

/** What the window is called, without the count of unread messages. */
export const pageTitle = signal("");

export function useTitle(title: string): void {
  useEffect(() => {
    pageTitle.value = title;
  }, [title]);
}
