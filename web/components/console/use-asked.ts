import { useEffect, useState } from "preact/hooks";
import { type ApiError, asApiError } from "../../client/api-error.ts";

/** One answer of the server, and how to ask for it again. */
export interface Asked<T> {
  /** Absent until the first answer; an old one stays while a new one is asked for. */
  answer: T | undefined;
  fault: ApiError | undefined;
  again(): Promise<void>;
  set(answer: T): void;
}

/** Asks at once, and again where `about` is another. */
export function useAsked<T>(ask: () => Promise<T>, about: unknown): Asked<T> {
  const [answer, setAnswer] = useState<T>();
  const [fault, setFault] = useState<ApiError>();
  const again = async () => {
    try {
      const found = await ask();
      setAnswer(() => found);
      setFault(undefined);
    } catch (thrown) {
      setFault(asApiError(thrown));
    }
  };
  useEffect(() => void again(), [about]);
  return { answer, fault, again, set: (next) => setAnswer(() => next) };
}
