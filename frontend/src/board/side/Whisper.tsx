/* A line that only colleagues see, written while somebody else talks: marked as such, and never a bubble. */
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../../shared/staff/Icon";
import { whisper } from "../feed";
import { whispering } from "../room";
import { t } from "../words";
import "../../desk/thread/composer.css";

const LONGEST = 10_000;

/** `to` is the agent who has the conversation, or "" where nobody else does. */
export function Whisper({ id, to }: { id: string; to: string }) {
  const [text, write] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  const asked = whispering.value === id;
  useEffect(() => {
    if (!asked) return;
    whispering.value = null;
    field.current?.focus();
  }, [asked]);

  function send(): void {
    if (!text.trim()) return;
    whisper(id, text.trim());
    write("");
  }

  return (
    <form
      class="cmp as-note"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={field}
        rows={1}
        maxLength={LONGEST}
        value={text}
        placeholder={to ? t("whisper_to", { name: to }) : t("write_note")}
        aria-label={to ? t("whisper_to", { name: to }) : t("write_note")}
        onInput={(event) => write(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
          event.preventDefault();
          send();
        }}
      />
      <div class="tb">
        <span class="xs soft only-note">
          <Icon name="lock" /> {t("staff_only")}
        </span>
        <span class="grow" />
        <button type="submit" class="b s">
          {t(to ? "whisper" : "add_note")} <kbd>↵</kbd>
        </button>
      </div>
    </form>
  );
}
