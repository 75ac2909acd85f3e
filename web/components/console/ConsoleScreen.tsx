import { Activity, DoorOpen, Flag, type IconNode, ScrollText, Settings, UsersRound } from "lucide";
import type { Me } from "../../../worker/protocol.ts";
import { t } from "../../i18n/translate.ts";
import { consoleAddresses } from "../../models/console-addresses.ts";
import { mayAdminister } from "../../models/ranks.ts";
import { useApp } from "../context.ts";
import { Icon } from "../Icon.tsx";
import { NotFoundScreen } from "../NotFoundScreen.tsx";
import { PaneHeader } from "../PaneHeader.tsx";
import { useTitle } from "../use-title.ts";
import { AuditPage } from "./AuditPage.tsx";
import { HealthPage } from "./HealthPage.tsx";
import { PeoplePage } from "./PeoplePage.tsx";
import { PersonPage } from "./PersonPage.tsx";
import { ReportsPage } from "./ReportsPage.tsx";
import { RoomsPage } from "./RoomsPage.tsx";
import { SettingsPage } from "./SettingsPage.tsx";

const PAGES = ["reports", "people", "rooms", "audit", "settings", "health"] as const;
type PageName = (typeof PAGES)[number];
const ICONS: Record<PageName, IconNode> = {
  reports: Flag,
  people: UsersRound,
  rooms: DoorOpen,
  audit: ScrollText,
  settings: Settings,
  health: Activity,
};

/** `/admin/…`, for those who look after the community; `place` is what stands behind it. */
export function ConsoleScreen({ place }: { place: readonly (string | undefined)[] }) {
  const { session } = useApp();
  const state = session.state.value;
  const [first = "reports", second, ...more] = place;
  const name = PAGES.find((each) => each === first);
  if (state.kind !== "in") return null;
  const isThere = name !== undefined && mayOpen(name, state.me) && more.length === 0;
  if (!isThere || (second !== undefined && name !== "people")) return <NotFoundScreen />;
  return (
    <section class="screen console">
      <PaneHeader title={t("console.title")} />
      <ConsoleNav here={name} me={state.me} />
      <div class="console-page">
        <Page name={name} userId={second} me={state.me} />
      </div>
    </section>
  );
}

/** Who runs the place sees more than who keeps the peace. */
function mayOpen(name: PageName, me: Me): boolean {
  return (name !== "settings" && name !== "health") || mayAdminister(me);
}

function ConsoleNav({ here, me }: { here: PageName; me: Me }) {
  return (
    <nav class="console-nav" aria-label={t("console.title")}>
      <ul>
        {PAGES.filter((name) => mayOpen(name, me)).map((name) => (
          <li key={name}>
            <a href={consoleAddresses.page(name)} aria-current={name === here ? "page" : undefined}>
              <Icon of={ICONS[name]} size={18} />
              {t(`console.${name}`)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Page({ name, userId, me }: { name: PageName; userId: string | undefined; me: Me }) {
  useTitle(t(`console.${name}`));
  switch (name) {
    case "reports":
      return <ReportsPage me={me} />;
    case "people":
      return userId === undefined ? <PeoplePage /> : <PersonPage key={userId} userId={userId} me={me} />;
    case "rooms":
      return <RoomsPage />;
    case "audit":
      return <AuditPage />;
    case "settings":
      return <SettingsPage />;
    case "health":
      return <HealthPage />;
  }
}
