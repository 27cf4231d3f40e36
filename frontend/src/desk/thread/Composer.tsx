/* Where an answer or a note is written. What is typed is kept for each conversation until it is sent. */
import { useEffect, useMemo, useRef } from "preact/hooks";
import { Icon } from "../../shared/staff/Icon";
import { note, say } from "../acts";
import { changeDraft, draftOf, writeAs } from "../drafts";
import { isMine } from "../groups";
import { desk, link, noting } from "../room";
import { typistIn } from "../session";
import type { HeldCard } from "../state";
import type { Thread } from "../thread";
import { t } from "../words";
import "./composer.css";
import { Taken, useTaken } from "./Taken";

const LONGEST = 10_000;

export function Composer({ card, thread }: { card: HeldCard; thread: Thread }) {
  const speaks = isMine(card, desk.value.agent?.id);
  const taken = useTaken(card, thread, draftOf(card.id));
  const asNote = !taken && (noting.value || !speaks);
  const kind = asNote ? "note" : "reply";
  const text = draftOf(card.id, kind);
  const typist = useMemo(() => typistIn(card.id), [card.id]);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (speaks && matchMedia("(min-width: 761px)").matches) field.current?.focus();
  }, [speaks]);
  if (!desk.value.agent?.permissions.includes("note")) return null;

  function changed(value: string): void {
    changeDraft(card.id, value, kind);
    if (!asNote) typist.wrote(value);
  }

  function send(): void {
    if (!text.trim() || taken) return;
    sendAs(asNote);
  }

  function sendAs(forStaff: boolean): void {
    (forStaff ? note : say)(card.id, text.trim());
    changed("");
    noting.value = false;
    field.current?.focus();
  }

  return (
    <form
      class={`cmp ${asNote ? "as-note" : ""}`}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={field}
        id="composer"
        rows={1}
        maxLength={LONGEST}
        value={text}
        placeholder={t(placeholder(asNote, speaks, card))}
        aria-label={t(asNote ? "write_note" : "write_reply")}
        onInput={(event) => changed(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
          event.preventDefault();
          send();
        }}
      />
      <div class="tb">
        {taken ? (
          <Taken card={card} taken={taken} sendAs={sendAs} />
        ) : (
          <>
            <Kind id={card.id} asNote={asNote} speaks={speaks} />
            <span class="grow" />
            {text && <span class="xs soft wide kept">{t("draft_kept")}</span>}
            <SendButton asNote={asNote} />
          </>
        )}
      </div>
    </form>
  );
}

function placeholder(asNote: boolean, speaks: boolean, card: HeldCard) {
  if (!speaks) return card.state === "resolved" ? "placeholder_ended" : "placeholder_not_yours";
  if (asNote) return "placeholder_note";
  return card.state === "parked" ? "placeholder_parked" : "placeholder_reply";
}

function Kind({ id, asNote, speaks }: { id: string; asNote: boolean; speaks: boolean }) {
  if (!speaks)
    return (
      <span class="xs soft only-note">
        <Icon name="lock" /> {t("staff_only")}
      </span>
    );
  return (
    <span class="switch xs">
      <button type="button" aria-pressed={!asNote} onClick={() => writeAs(id, "reply")}>
        {t("reply")}
      </button>
      <button type="button" aria-pressed={asNote} title="⇧ N" onClick={() => writeAs(id, "note")}>
        {t("note")}
      </button>
    </span>
  );
}

function SendButton({ asNote }: { asNote: boolean }) {
  const away = link.value.state === "lost" || link.value.state === "ended";
  return (
    <button type="submit" class={`b s ${away ? "" : "p"}`}>
      {away && <Icon name="clock" />}
      {t(away ? "send_when_back" : asNote ? "keep_note" : "send")} {!away && <kbd>↵</kbd>}
    </button>
  );
}
