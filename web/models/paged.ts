import { type ReadonlySignal, signal } from "@preact/signals";
import { type ApiError, asApiError } from "../client/api-error.ts";

/** A list that comes in pages. */
export interface Paged<T> {
  /** Absent until the first answer. */
  items: ReadonlySignal<readonly T[] | undefined>;
  fault: ReadonlySignal<ApiError | undefined>;
  hasMore: ReadonlySignal<boolean>;
  /** The first page, anew. */
  load(): Promise<void>;
  more(): Promise<void>;
  /** What failed, once more: the first page, or the next one. */
  again(): Promise<void>;
  /** Something was done about one of them: it looks like this now, or is not of this list any more. */
  replace(item: T, by: T | undefined): void;
}

/** @param load one page: the first, or the one that `cursor` leads to. Rejects with `ApiError` */
export function createPaged<T>(load: (cursor?: string) => Promise<{ items: readonly T[]; cursor?: string }>): Paged<T> {
  const items = signal<readonly T[]>();
  const fault = signal<ApiError>();
  const hasMore = signal(false);
  let cursor: string | undefined;
  let asked = 0;
  let failed: string | undefined;

  /** The last question is the one whose answer counts. */
  async function ask(from: string | undefined): Promise<void> {
    const mine = ++asked;
    try {
      const page = await load(from);
      if (mine !== asked) return;
      items.value = from === undefined ? page.items : [...(items.value ?? []), ...page.items];
      cursor = page.cursor;
      hasMore.value = cursor !== undefined;
      fault.value = undefined;
    } catch (thrown) {
      if (mine !== asked) return;
      failed = from;
      fault.value = asApiError(thrown);
    }
  }

  return {
    items,
    fault,
    hasMore,
    load: () => ask(undefined),
    more: () => (cursor === undefined ? Promise.resolve() : ask(cursor)),
    again: () => ask(failed),
    replace: (item, by) => {
      items.value = items.value?.flatMap((each) => (each === item ? (by === undefined ? [] : [by]) : [each]));
    },
  };
}
