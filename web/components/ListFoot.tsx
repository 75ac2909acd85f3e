import { Compass, UserPlus } from "lucide";
import { useLocation } from "preact-iso/router";
import { t } from "../i18n/translate.ts";
import { addresses } from "../models/addresses.ts";
import { mayModerate } from "../models/staff.ts";
import { useApp } from "./context.ts";
import { Icon } from "./Icon.tsx";
import { lazyParts } from "./lazy-parts.tsx";
import { UnsentElsewhere } from "./UnsentElsewhere.tsx";
import { useUnsentNews } from "./use-unsent-news.ts";

const ConsoleLink = lazyParts(() => import("./console/ConsoleLink.tsx"))((code) => code.ConsoleLink);

/** Where to find more to talk about, below the conversations. */
export function ListFoot({ isOnlyGlobal }: { isOnlyGlobal: boolean }) {
  const { path } = useLocation();
  const { session } = useApp();
  const state = session.state.value;
  useUnsentNews();
  return (
    <>
      <UnsentElsewhere />
      <a class="list-link" href={addresses.groups()} aria-current={path === addresses.groups() ? "page" : undefined}>
        <Icon of={Compass} size={18} />
        {t("nav.groups")}
      </a>
      {state.kind === "in" && mayModerate(state.me) && <ConsoleLink />}
      {isOnlyGlobal && (
        <div class="list-hint">
          <p>{t("rooms.onlyGlobal")}</p>
          <a class="button small" href={addresses.people()}>
            <Icon of={UserPlus} size={16} />
            {t("rooms.startDirect")}
          </a>
        </div>
      )}
    </>
  );
}
