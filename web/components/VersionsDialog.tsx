import { useEffect, useState } from "preact/hooks";
import { type Message, VersionsAnswer } from "../../worker/protocol.ts";
import { exactTimeOf } from "../i18n/dates.ts";
import { t } from "../i18n/translate.ts";
import { useApp } from "./context.ts";
import { Dialog } from "./Dialog.tsx";

type Versions = { kind: "loading" } | { kind: "failed" } | { kind: "found"; versions: VersionsAnswer["versions"] };

/** What a message said before it was edited, the oldest first, and what it says now. */
export function VersionsDialog(props: { message: Message; back(): void; onClose(): void }) {
  const { message, back, onClose } = props;
  const state = useVersions(message);
  return (
    <Dialog title={t("versions.title")} back={back} onClose={onClose}>
      <div class="versions" aria-busy={state.kind === "loading"}>
        {state.kind === "failed" && <p role="alert">{t("versions.failed")}</p>}
        {state.kind === "found" && (
          <ol>
            {state.versions.map(({ body, at }) => (
              <Version key={at} body={body} label={t("versions.since", { date: exactTimeOf(at) })} />
            ))}
            <Version
              body={message.body}
              label={t("versions.now", { date: exactTimeOf(message.editedAt ?? message.at) })}
            />
          </ol>
        )}
      </div>
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onClose}>
          {t("versions.close")}
        </button>
      </div>
    </Dialog>
  );
}

function Version({ body, label }: { body: string; label: string }) {
  return (
    <li class="version">
      <p class="field-hint">{label}</p>
      <p class="version-text" dir="auto">
        {body}
      </p>
    </li>
  );
}

function useVersions({ room, seq, rev }: Message): Versions {
  const { http } = useApp();
  const [state, setState] = useState<Versions>({ kind: "loading" });
  useEffect(() => {
    const left = new AbortController();
    http(`/api/rooms/${encodeURIComponent(room)}/messages/${seq}/versions`, VersionsAnswer, {
      signal: left.signal,
    }).then(
      ({ versions }) => setState({ kind: "found", versions }),
      () => left.signal.aborted || setState({ kind: "failed" }),
    );
    return () => left.abort();
  }, [http, room, seq, rev]);
  return state;
}
