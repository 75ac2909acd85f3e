import { useEffect, useRef, useState } from "preact/hooks";
import { type ApiError, asApiError } from "../../client/api-error.ts";

/** One answer of the server, and how to ask for it again. */
export interface Asked<T> {
  /** Absent until the first answer; an old one stays while a new one is asked for. */
  answer: T | undefined;
  fault: ApiError | undefined;
  again(): Promise<void>;
  set(answer: T): void;
}

/** Asks at once, and again where `about` is another; of several questions the answer to the last one counts. */
export function useAsked<T>(ask: () => Promise<T>, about: unknown): Asked<T> {
  const [answer, setAnswer] = useState<T>();
  const [fault, setFault] = useState<ApiError>();
  const asked = useRef(0);
  const again = async () => {
    const mine = ++asked.current;
    try {
      const found = await ask();
      if (mine !== asked.current) return;
      setAnswer(() => found);
      setFault(undefined);
    } catch (thrown) {
      if (mine === asked.current) setFault(asApiError(thrown));
    }
  };
  /** What is known by other means: an answer to what was asked before is older. */
  const set = (next: T) => {
    asked.current++;
    setAnswer(() => next);
    setFault(undefined);
  };
  useEffect(() => void again(), [about]);
  return { answer, fault, again, set };
}
