/* Three ready answers over the field: how sure, what, and where from. Alt 1–3 puts one in. */
import { useEffect } from "preact/hooks";
import type { Draft } from "../../protocol.gen";
import { Icon } from "../../shared/staff/Icon";
import { isMine } from "../groups";
import { desk, link } from "../room";
import type { HeldCard } from "../state";
import { lastAsked, type Thread } from "../thread";
import { Meter, SURE } from "../thread/Meter";
import { sentence, t } from "../words";
import { folded, foldSuggestions, insert, type Shown, shown, suggestFor } from "./suggest";
import "./suggest.css";

/** One line while there is nothing to show; never on what is over. */
export function Suggestions({ card, thread }: { card: HeldCard; thread: Thread }) {
  const speaks = card.state === "live" && isMine(card, desk.value.agent?.id);
  const seq = lastAsked(thread);
  const ready = link.value.state === "ready";
  useEffect(() => {
    if (speaks && ready && seq !== null) void suggestFor(card.id, seq);
  }, [speaks, ready, card.id, seq]);
  if (!speaks) return null;
  const now = seq === null ? undefined : shown.value[card.id];
  const room = folded.value ? 0 : (now?.room ?? 0);
  const open = room > 0;
  return (
    <section class={`sug rows-${room}`} aria-label={t("suggestions")}>
      <h2 class="hd">
        <button type="button" class="fx nw" aria-expanded={!folded.value} onClick={foldSuggestions}>
          <Icon name="bulb" class="s" />
          <span>{t("suggestions")}</span>
          <Icon name="down" class="s fold" />
        </button>
        {!open && !folded.value && <span class="cut">{t(empty(seq, now))}</span>}
        {open && (
          <span class="xs soft wide">
            <kbd>Alt 1–3</kbd> {t("insert")}
          </span>
        )}
      </h2>
      {open && now?.rows && <Rows id={card.id} rows={now.rows} put={now.put} />}
    </section>
  );
}

function empty(seq: number | null, now: Shown | undefined) {
  if (seq === null) return "suggest_answered";
  return now?.rows ? "suggest_none" : "suggest_asking";
}

function Rows({ id, rows, put }: { id: string; rows: readonly Draft[]; put: string | null }) {
  return (
    <ol>
      {rows.map((row, i) => (
        <li key={row.article}>
          <Row row={row} nth={i} on={put === row.article} insert={() => insert(id, i)} />
        </li>
      ))}
    </ol>
  );
}

function Row({ row, nth, on, insert }: { row: Draft; nth: number; on: boolean; insert: () => void }) {
  return (
    <button
      type="button"
      class={`sug-row ${on ? "on" : ""}`}
      title={`${row.text}\n${sentence(row.why)}`}
      onClick={insert}
    >
      <kbd>{nth + 1}</kbd>
      <span class={`c ${row.confidence >= SURE ? "good" : ""}`}>
        <Meter share={row.confidence} quiet /> {t("percent", { n: Math.round(row.confidence * 100) })}
      </span>
      <span class="cut">{row.text}</span>
      <span class="src cut">{row.question}</span>
    </button>
  );
}
