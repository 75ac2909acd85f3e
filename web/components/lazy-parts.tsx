import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";

// As often as somebody who waits for the network looks whether it is back.
const RETRY_MS = 3_000;

/**
 * A part of a screen whose code is fetched when it is first shown. Until then, and as long as it cannot be fetched,
 * `Instead` stands in its place.
 */
export function lazyPart<P extends object>(
  load: () => Promise<ComponentType<P>>,
  Instead: ComponentType<P> = () => null,
): ComponentType<P> {
  const loaded = signal<{ Part: ComponentType<P> } | undefined>(undefined);
  let isLoading = false;

  async function begin(): Promise<void> {
    if (isLoading || loaded.peek() !== undefined) return;
    isLoading = true;
    try {
      loaded.value = { Part: await load() };
    } catch (error) {
      console.warn(error);
      setTimeout(() => void begin(), RETRY_MS);
    } finally {
      isLoading = false;
    }
  }

  return function LazyPart(props: P) {
    useEffect(() => void begin(), []);
    const Part = loaded.value?.Part ?? Instead;
    return <Part {...props} />;
  };
}
