import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import type { ApiError } from "../../client/api-error.ts";
import { t, tError } from "../../i18n/translate.ts";
import type { Paged } from "../../models/paged.ts";
import { ListSkeleton } from "../Skeleton.tsx";

interface Props<T> {
  list: Paged<T>;
  label: string;
  /** Where there is nothing. */
  empty: string;
  children(item: T): ComponentChildren;
}

/** A list that comes in pages: what is there, that nothing is, or why nothing came. */
export function PagedList<T>({ list, label, empty, children }: Props<T>) {
  useEffect(() => void list.load(), [list]);
  const items = list.items.value;
  const fault = list.fault.value;
  return (
    <>
      {fault !== undefined && <Failure fault={fault} again={() => void list.again()} />}
      {items === undefined && fault === undefined && <ListSkeleton rows={3} />}
      {items?.length === 0 && <p class="console-empty">{empty}</p>}
      {items !== undefined && items.length > 0 && (
        <ul class="console-list" aria-label={label}>
          {items.map(children)}
        </ul>
      )}
      {list.hasMore.value && (
        <button type="button" class="button" onClick={() => void list.more()}>
          {t("console.more")}
        </button>
      )}
    </>
  );
}

/** Why something did not come. */
export function Failure({ fault, again }: { fault: ApiError; again(): void }) {
  return (
    <p class="form-fault" role="alert">
      {tError(fault.code)}{" "}
      <button type="button" class="button small" onClick={again}>
        {t("app.tryAgain")}
      </button>
    </p>
  );
}
