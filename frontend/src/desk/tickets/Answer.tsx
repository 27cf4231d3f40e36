/* The next line on a ticket: an answer that the customer sees, or a note for staff. */
import { useState } from "preact/hooks";
import { t } from "../words";

interface AnswerProps {
  /** True when the server took it. */
  answer: (text: string, seen: boolean) => Promise<boolean>;
  closed: boolean;
}

export function Answer({ answer, closed }: AnswerProps) {
  const [text, write] = useState("");
  const [seen, choose] = useState(true);

  async function send(): Promise<void> {
    if (text.trim() && (await answer(text.trim(), seen))) write("");
  }

  return (
    <form
      class={`cmp ${seen ? "" : "as-note"}`}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <textarea
        rows={1}
        value={text}
        aria-label={t(seen ? "write_reply" : "write_note")}
        placeholder={t(
          closed ? "placeholder_ticket_closed" : seen ? "placeholder_ticket" : "placeholder_note",
        )}
        onInput={(event) => write(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
          event.preventDefault();
          void send();
        }}
      />
      <div class="tb">
        <span class="switch xs">
          <button type="button" aria-pressed={seen} onClick={() => choose(true)}>
            {t("public_answer")}
          </button>
          <button type="button" aria-pressed={!seen} onClick={() => choose(false)}>
            {t("note")}
          </button>
        </span>
        <span class="grow" />
        <button type="submit" class="b s p">
          {t(seen ? "send" : "keep_note")} <kbd>↵</kbd>
        </button>
      </div>
    </form>
  );
}
