import { GLOBAL_ROOM_ID } from "../../worker/protocol.ts";
import { t, tParts } from "../i18n/translate.ts";
import { addresses } from "../models/addresses.ts";
import { nameOf } from "../models/names.ts";
import { useChat } from "./context.ts";
import { Notice } from "./Notice.tsx";
import { useTitle } from "./use-title.ts";

/** Beside the list where there is room for both; on a phone the list itself is the home. */
export function HomeScreen() {
  const { me } = useChat();
  useTitle(t("nav.conversations"));
  return (
    <Notice
      title={tParts("home.title", { name: <bdi>{nameOf(me)}</bdi> })}
      actions={
        <>
          <a class="button primary" href={addresses.room(GLOBAL_ROOM_ID)}>
            {t("home.openGlobal")}
          </a>
          <a class="button" href={addresses.people()}>
            {t("nav.people")}
          </a>
          <a class="button" href={addresses.newGroup}>
            {t("nav.newGroup")}
          </a>
        </>
      }
    >
      {t("home.body")}
    </Notice>
  );
}
