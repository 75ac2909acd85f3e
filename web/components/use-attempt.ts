import { useState } from "preact/hooks";
import { asApiError } from "../client/api-error.ts";
import { tError } from "../i18n/translate.ts";
import { useApp } from "./context.ts";

/** One thing that may fail, and in whose words it did. Things that may be done beside each other have one each. */
export interface Attempt {
  isBusy: boolean;
  fault: string | undefined;
  /** Runs `work`, unless it is under way: a second press is the same one. `said` is read out when it is done. Answers whether it is. */
  run(work: () => Promise<unknown>, said?: string): Promise<boolean>;
}

export function useAttempt(): Attempt {
  const { announcer } = useApp();
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  return {
    isBusy,
    fault,
    run: async (work, said) => {
      if (isBusy) return false;
      setBusy(true);
      setFault(undefined);
      try {
        await work();
        if (said !== undefined) announcer.say(said);
        return true;
      } catch (thrown) {
        setFault(tError(asApiError(thrown).code));
        return false;
      } finally {
        setBusy(false);
      }
    },
  };
}
