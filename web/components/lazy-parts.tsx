import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";

// As often as somebody who waits for the network looks whether it is back.
const RETRY_MS = 3_000;

/**
 * Parts of screens whose code comes as one piece, when the first of them is shown: all of them are there at once. The function that it
 * gives picks one. As long as the code cannot be fetched, `Instead` stands in the place of that part.
 */
export function lazyParts<Code extends object>(load: () => Promise<Code>) {
  const loaded = signal<Code | undefined>(undefined);
  let isLoading = false;

  async function begin(): Promise<void> {
    if (isLoading || loaded.peek() !== undefined) return;
    isLoading = true;
    try {
      loaded.value = await load();
    } catch (error) {
      console.warn(error);
      setTimeout(() => void begin(), RETRY_MS);
    } finally {
      isLoading = false;
    }
  }

  return <P extends object>(
    pick: (code: Code) => ComponentType<P>,
    Instead: ComponentType<P> = () => null,
  ): ComponentType<P> =>
    function LazyPart(props: P) {
      useEffect(() => void begin(), []);
      const code = loaded.value;
      const Part = code === undefined ? Instead : pick(code);
      return <Part {...props} />;
    };
}
