import { useEffect } from "preact/hooks";
import { t } from "../i18n/translate.ts";
import type { SearchFault } from "../models/search-query.ts";
import { useApp } from "./context.ts";

/** What is not understood, and how it is said; what may yet become right is only a hint. */
export function SearchFaults({ id, faults }: { id: string; faults: readonly SearchFault[] }) {
  const { announcer } = useApp();
  const texts = faults.map(faultText);
  const spoken = texts.filter((_, place) => faults[place]?.isUnfinished === false).join(" ");
  useEffect(() => {
    if (spoken !== "") announcer.say(spoken);
  }, [spoken]);
  if (faults.length === 0) return null;
  return (
    <div class="search-faults" id={id}>
      {faults.map(({ isUnfinished }, place) => (
        <p key={`${texts[place]}`} class={isUnfinished ? "field-hint" : "field-fault"}>
          {texts[place]}
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
