import { t } from "../i18n/translate.ts";

const HELP = [
  ["from:", "search.help.from"],
  ["in:", "search.help.in"],
  ["after:", "search.help.after"],
  ["before:", "search.help.before"],
  ["on:", "search.help.on"],
  ["has:link", "search.help.has"],
  ["mentions:me", "search.help.mentions"],
] as const;

/** What one can type; pressing an operator types it. */
export function SearchHelp({ onPick }: { onPick(operator: string): void }) {
  return (
    <>
      <p>{t("search.idle")}</p>
      <dl class="search-help">
        {HELP.map(([operator, key]) => (
          <div key={operator}>
            <dt>
              <button type="button" class="search-operator" dir="ltr" onClick={() => onPick(operator)}>
                {operator}
              </button>
            </dt>
            <dd>{t(key)}</dd>
          </div>
        ))}
      </dl>
      <p>{t("search.help.day")}</p>
    </>
  );
}
