import { useRef, useState } from "preact/hooks";
import { asApiError } from "../client/api-error.ts";
import { tError } from "../i18n/translate.ts";
import { useApp } from "./context.ts";

/**
 * Several things that may fail, one after the other in the order in which they were chosen: none of them is dropped. For choices, each of
 * which is another; where the same press twice is one and the same thing, `useAttempt` does it once.
 */
export interface Turns {
  fault: string | undefined;
  /** `said` is read out when `work` is done. */
  take(work: () => Promise<unknown>, said: string): void;
}

export function useTurns(): Turns {
  const { announcer } = useApp();
  const [fault, setFault] = useState<string>();
  const last = useRef<Promise<void>>(Promise.resolve());
  return {
    fault,
    take: (work, said) => {
      last.current = last.current.then(async () => {
        // Also so that what failed twice alike is drawn again, and does not go on showing what was refused.
        setFault(undefined);
        try {
          await work();
          announcer.say(said);
        } catch (thrown) {
          setFault(tError(asApiError(thrown).code));
        }
      });
    },
  };
}
