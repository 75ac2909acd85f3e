import { Shield } from "lucide";
import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import { numberText, t } from "../../i18n/translate.ts";
import { consoleAddresses } from "../../models/console-addresses.ts";
import { MOST_COUNTED, noteOpenReports, openReports } from "../../models/open-reports.ts";
import { Icon } from "../Icon.tsx";
import { useStaff } from "./use-staff.ts";

/** The way to the console, for those who look after the community, with how many reports wait for them. */
export function ConsoleLink() {
  const staff = useStaff();
  const { path } = useLocation();
  const isHere = path.startsWith("/admin");
  const count = openReports.value;
  useEffect(() => {
    const look = () => {
      if (document.visibilityState !== "visible") return;
      staff.reports({ state: "open", limit: MOST_COUNTED }).then(
        ({ reports, cursor }) => noteOpenReports(reports.length, cursor !== undefined),
        (error: unknown) => console.warn(error),
      );
    };
    look();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [staff]);
  return (
    <a class="list-link" href={consoleAddresses.page()} aria-current={isHere ? "page" : undefined}>
      <Icon of={Shield} size={18} />
      <span class="list-link-text">{t("nav.console")}</span>
      {count > 0 && (
        <span class="badge">
          <span aria-hidden="true">{count > MOST_COUNTED ? `${numberText(MOST_COUNTED)}+` : numberText(count)}</span>
          <span class="visually-hidden">{t("nav.reportsWaiting", { count })}</span>
        </span>
      )}
    </a>
  );
}
