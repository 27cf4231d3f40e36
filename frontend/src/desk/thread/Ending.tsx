/* Ending a conversation: resolved, or with a ticket for what is left; one line on what it was about. */
import { useEffect, useRef, useState } from "preact/hooks";
import { resolve } from "../acts";
import { ending } from "../room";
import type { HeldCard } from "../state";
import { t } from "../words";
import { mayEnd } from "./rights";

const LONGEST = 500;
const OUTCOMES = ["resolved", "ticket"] as const;

export function Ending({ card }: { card: HeldCard }) {
  const [summary, write] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const outcome = ending.value;
  useEffect(() => field.current?.focus(), [outcome]);
  if (!outcome || !mayEnd(card)) return null;

  async function finish(): Promise<void> {
    if (!outcome || !(await resolve(card.id, outcome, summary.trim()))) return;
    ending.value = null;
    write("");
  }

  return (
    <form
      class="ending"
      aria-label={t("resolve")}
      onSubmit={(event) => {
        event.preventDefault();
        void finish();
      }}
    >
      <span class="switch xs">
        {OUTCOMES.map((one) => (
          <button key={one} type="button" aria-pressed={outcome === one} onClick={() => (ending.value = one)}>
            {t(`outcome_${one}`)}
          </button>
        ))}
      </span>
      <input
        ref={field}
        class="field grow"
        maxLength={LONGEST}
        value={summary}
        aria-label={t("summary")}
        placeholder={t(outcome === "ticket" ? "summary_ticket" : "summary_resolved")}
        onInput={(event) => write(event.currentTarget.value)}
      />
      <button type="submit" class="b p">
        {t(outcome === "ticket" ? "end_with_ticket" : "end_now")}
      </button>
      <button type="button" class="b q" onClick={() => (ending.value = null)}>
        {t("cancel")}
      </button>
    </form>
  );
}
