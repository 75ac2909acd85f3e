import { useCallback, useRef } from "preact/hooks";
import { useLocation } from "preact-iso/router";

/** Goes to an address of the page. The same function always, where the router's own is another one at each address. */
export function useRoute(): (address: string) => void {
  const latest = useRef<(address: string) => void>(() => undefined);
  latest.current = useLocation().route;
  return useCallback((address: string) => latest.current(address), []);
}
