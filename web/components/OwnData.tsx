import { Download } from "lucide";
import { createSavedFile } from "../browser/saved-file.ts";
import { type OwnDataCount, readOwnData } from "../client/own-data.ts";
import { listOf } from "../i18n/lists.ts";
import { sizeText } from "../i18n/sizes.ts";
import { t, tError } from "../i18n/translate.ts";
import type { Chat } from "../models/chat.ts";
import { createOwnData, type OwnDataModel } from "../models/own-data.ts";
import { useApp, useChat } from "./context.ts";
import { FormFault } from "./FormFault.tsx";
import { Icon } from "./Icon.tsx";

// Of whoever is signed in: it is still coming when they have been elsewhere and are back.
const models = new WeakMap<Chat, OwnDataModel>();

export function OwnData() {
  const { announcer } = useApp();
  const model = useOwnData();
  const state = model.state.value;

  async function begin(): Promise<void> {
    await model.begin();
    if (model.state.peek().kind === "done") announcer.say(t("account.data.done"));
  }

  return (
    <section class="form-part">
      <h2 class="form-title">{t("account.data")}</h2>
      <p class="field-hint">{t("account.data.body")}</p>
      {state.kind === "coming" ? (
        <Coming count={state.count} stop={model.stop} />
      ) : (
        <button type="button" class="button" onClick={() => void begin()}>
          <Icon of={Download} size={18} />
          {t("account.data.download")}
        </button>
      )}
      {state.kind === "done" && (
        <p class="field-hint own-data-done">
          <span class="form-done">{t("account.data.done")}</span> {countText(state.count)}
        </p>
      )}
      <FormFault text={state.kind === "failed" ? tError(state.code) : undefined} />
    </section>
  );
}

function useOwnData(): OwnDataModel {
  const { session } = useApp();
  const chat = useChat();
  const { id: userId, username } = chat.me;
  const open = () => createSavedFile(`confab-${username}.jsonl`, "application/x-ndjson");
  const model =
    models.get(chat) ??
    createOwnData({ session, read: (reading) => readOwnData({ ...reading, userId }), openFile: open });
  models.set(chat, model);
  return model;
}

/** How much there is to come nobody knows before it has come. */
function Coming({ count, stop }: { count: OwnDataCount; stop(): void }) {
  return (
    <>
      <div class="form-row own-data-coming">
        <progress aria-label={t("account.data")} />
        <span>{countText(count)}</span>
        <button type="button" class="button small" onClick={stop}>
          {t("account.data.stop")}
        </button>
      </div>
      <p class="field-hint">{t("account.data.coming")}</p>
    </>
  );
}

function countText({ bytes, messages, reactions, others }: OwnDataCount): string {
  const parts = [
    t("account.data.messages", { count: messages }),
    t("account.data.reactions", { count: reactions }),
    t("account.data.others", { count: others }),
  ];
  return t("account.data.count", { size: sizeText(bytes), parts: listOf(parts) });
}
