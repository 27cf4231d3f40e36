/* Handing a conversation over: find somebody, a team or a skill; a comment goes along as a note. */
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../../shared/staff/Icon";
import { transfer } from "../acts";
import { peopleKnown, readColleagues } from "../colleagues";
import { complaint, floating } from "../room";
import type { HeldCard } from "../state";
import { listOf, skillWord, t } from "../words";
import { choices, searchFor } from "./choices";
import { TargetList } from "./TargetList";
import { matching, open, type Target } from "./targets";
import "./transfer.css";

const LONGEST = 2_000;

export function TransferDialog({ card }: { card: HeldCard }) {
  const [query, ask] = useState(() => searchFor.peek());
  const [comment, write] = useState("");
  const [active, move] = useState(0);
  const [chosen, choose] = useState<Target | null>(null);
  const [refused, refuse] = useState(false);
  const remark = useRef<HTMLTextAreaElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const place = useRef<HTMLFormElement>(null);
  useEffect(() => {
    void readColleagues();
    searchFor.value = "";
    search.current?.focus();
    return closing(() => place.current);
  }, []);
  const found = matching(choices(card), query);
  const at = Math.min(active, Math.max(0, found.length - 1));

  function pick(target: Target | undefined): void {
    if (!target || !open(target)) return;
    choose(target);
    refuse(false);
    remark.current?.focus();
  }

  async function send(): Promise<void> {
    if (!chosen) return search.current?.focus();
    const done = await transfer(card.id, chosen.to, comment.trim());
    if (done) floating.value = null;
    refuse(done === null);
  }

  function onSearchKey(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length > 0) move((at + step + found.length) % found.length);
    else if (event.key === "Enter") pick(found[at]);
    else return;
    event.preventDefault();
  }

  return (
    <form
      ref={place}
      class="menu transfer"
      aria-label={t("transfer")}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <label class="field find">
        <Icon name="search" />
        <input
          ref={search}
          class="grow"
          role="combobox"
          aria-expanded="true"
          aria-controls="targets"
          aria-autocomplete="list"
          aria-activedescendant={found[at] ? `to-${found[at].key}` : undefined}
          aria-label={t("transfer_find")}
          placeholder={t("transfer_find")}
          value={query}
          onInput={(event) => {
            ask(event.currentTarget.value);
            move(0);
          }}
          onKeyDown={onSearchKey}
        />
      </label>
      <TargetList found={found} active={at} chosen={chosen} pick={pick} known={peopleKnown.value} />
      <textarea
        ref={remark}
        class="field remark"
        rows={2}
        maxLength={LONGEST}
        value={comment}
        aria-label={t("transfer_comment")}
        placeholder={t("transfer_comment")}
        onInput={(event) => write(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          void send();
        }}
      />
      {chosen && chosen.lacks.length > 0 && <Warning target={chosen} />}
      <div class="fx foot">
        {refused ? (
          <span class="grow xs bad" role="alert">
            {complaint.value}
          </span>
        ) : (
          <span class="grow xs soft">
            {t(chosen?.kind === "agent" ? "transfer_asks" : "transfer_queues")}
          </span>
        )}
        <button type="button" class="b q" onClick={() => (floating.value = null)}>
          {t("cancel")}
        </button>
        <button type="submit" class="b p" disabled={!chosen}>
          {chosen ? t("transfer_to", { name: chosen.name }) : t("transfer")}
        </button>
      </div>
    </form>
  );
}

/** Said before it is sent: there the visitor would wait for nobody. */
function Warning({ target: { kind, name, lacks } }: { target: Target }) {
  return (
    <p class="lacks" role="alert">
      <Icon name="alert" class="warn" />
      <span>{t(`transfer_lacks_${kind}`, { name, skills: listOf(lacks.map(skillWord)) })}</span>
    </p>
  );
}

/** Closes on a press outside of it and of the button that opened it. */
function closing(place: () => HTMLElement | null): () => void {
  const pressed = (event: Event) => {
    const target = event.target as HTMLElement;
    if (!place()?.contains(target) && !target.closest("[data-opens]")) floating.value = null;
  };
  document.addEventListener("pointerdown", pressed);
  return () => document.removeEventListener("pointerdown", pressed);
}
