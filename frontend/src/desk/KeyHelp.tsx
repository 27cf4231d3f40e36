/* Which keys there are; `?` shows them and puts them away. */
import { useEffect, useRef } from "preact/hooks";
import { helpOpen } from "./room";
import { type Key, t } from "./words";
import "./key_help.css";

const KEYS: ReadonlyArray<readonly [string, Key]> = [
  ["J K", "key_next"],
  ["↵", "key_write"],
  ["A", "accept"],
  ["D", "decline"],
  ["Ctrl ⇧ A D", "key_in_fields"],
  ["I", "take"],
  ["T", "transfer"],
  ["H", "park"],
  ["E", "resolve"],
  ["N", "outcome_ticket"],
  ["⇧ N", "note"],
  ["O", "customer"],
  ["B", "key_bot"],
  ["Alt 1–3", "key_insert"],
  ["Ctrl K", "palette"],
  ["Ctrl ⇧ B", "key_break"],
  ["Esc", "close"],
];

export function KeyHelp() {
  const dialog = useRef<HTMLDialogElement>(null);
  const open = helpOpen.value;
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog class="keys" ref={dialog} aria-label={t("keys")} onClose={() => (helpOpen.value = false)}>
      <h2>{t("keys")}</h2>
      <dl>
        {KEYS.map(([key, word]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(word)}</dd>
          </div>
        ))}
      </dl>
      <button type="button" class="b" onClick={() => (helpOpen.value = false)}>
        {t("close")}
      </button>
    </dialog>
  );
}
