import { X } from "lucide";
import { isMac } from "../browser/platform.ts";
import { t } from "../i18n/translate.ts";
import { keyCaps, SHORTCUT_GROUPS, SHORTCUTS, type Shortcut } from "../models/shortcuts.ts";
import { Icon } from "./Icon.tsx";
import { useModal } from "./use-modal.ts";

/** Every shortcut there is, as the page obeys them. */
export function ShortcutSheet({ onClose }: { onClose(): void }) {
  const box = useModal();
  return (
    <dialog
      ref={box}
      class="dialog sheet"
      aria-labelledby="shortcuts-title"
      onKeyDown={(event) => event.stopPropagation()}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === box.current && onClose()}
    >
      <div class="sheet-body">
        <header class="sheet-head">
          <h2 id="shortcuts-title" class="dialog-title">
            {t("keys.title")}
          </h2>
          <button type="button" class="icon-button" aria-label={t("app.close")} onClick={onClose}>
            <Icon of={X} />
          </button>
        </header>
        {SHORTCUT_GROUPS.map((group) => (
          <section key={group} class="sheet-part">
            <h3 class="sheet-title">{t(`keys.group.${group}`)}</h3>
            <dl class="shortcuts">
              {SHORTCUTS.filter((shortcut) => shortcut.group === group).map((shortcut) => (
                <Line key={shortcut.label} shortcut={shortcut} />
              ))}
            </dl>
          </section>
        ))}
      </div>
    </dialog>
  );
}

function Line({ shortcut: { label, chords } }: { shortcut: Shortcut }) {
  return (
    <div>
      <dt>{t(label)}</dt>
      <dd dir="ltr">
        {chords.map((chord, place) => (
          <span key={place} class="chord">
            {place > 0 && <span class="chord-or">{t("keys.or")}</span>}
            {keyCaps(chord, isMac).map((cap) => (
              <kbd key={cap}>{cap}</kbd>
            ))}
          </span>
        ))}
      </dd>
    </div>
  );
}
