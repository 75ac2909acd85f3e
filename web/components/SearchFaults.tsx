import { useEffect } from "preact/hooks";
import { t } from "../i18n/translate.ts";
import type { SearchFault } from "../models/search-query.ts";
import { useApp } from "./context.ts";

/** What is not understood, and how it is said; what may yet become right is only a hint. */
export function SearchFaults({ id, faults }: { id: string; faults: readonly SearchFault[] }) {
  const { announcer } = useApp();
  // The same fault twice is said once.
  const hints = new Set(faults.filter(({ isUnfinished }) => isUnfinished).map(faultText));
  const texts = new Set(faults.filter(({ isUnfinished }) => !isUnfinished).map(faultText));
  const spoken = [...texts].join(" ");
  useEffect(() => {
    if (spoken !== "") announcer.say(spoken);
  }, [spoken]);
  if (faults.length === 0) return null;
  return (
    <div class="search-faults" id={id}>
      {[...texts].map((text) => (
        <p key={text} class="field-fault">
          {text}
        </p>
      ))}
      {[...hints].map((text) => (
        <p key={text} class="field-hint">
          {text}
        </p>
      ))}
    </div>
  );
}

function faultText(fault: SearchFault): string {
  const { kind, value } = fault;
  const operator = `${fault.operator}:`;
  switch (kind) {
    case "empty":
      return emptyText(fault);
    case "day":
    case "excluded":
    case "twice":
      return t(`search.fault.${kind}`, { operator });
    case "notPerson":
    case "nobody":
    case "noConversation":
    case "noRoom":
    case "ambiguous":
      return t(`search.fault.${kind}`, { value });
    default:
      return t(`search.fault.${kind}`);
  }
}

function emptyText({ operator }: SearchFault): string {
  switch (operator) {
    case "from":
    case "in":
    case "has":
    case "mentions":
      return t(`search.fault.${operator}`);
    default:
      return t("search.fault.day", { operator: `${operator}:` });
  }
}
