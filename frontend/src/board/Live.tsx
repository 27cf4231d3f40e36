/* The conversations that are open now: watch, whisper, take over. Its order stands still while somebody points at it. */
import { useRef } from "preact/hooks";
import { selected } from "../desk/room";
import type { BoardRow } from "../protocol.gen";
import { Icon } from "../shared/staff/Icon";
import { standing } from "./keys";
import { LiveRow } from "./LiveRow";
import { board, may, picked } from "./room";
import { steady } from "./rows";
import { number, t } from "./words";
import "./live.css";

export function Live() {
  const place = useRef<HTMLElement>(null);
  const told = board.value;
  if (!told) return null;
  const rows = inOrder(told.rows, place.current);
  const open = told.waiting + told.live + told.bot + told.parked;
  return (
    <section class="cell live" aria-labelledby="live" ref={place}>
      <header>
        <h2 id="live">{t("live_list")}</h2>
        <span class="n">{number(open)}</span>
        <span class="grow" />
        <Hints />
      </header>
      {rows.length === 0 ? <p class="soft">{t("none_open")}</p> : <Rows rows={rows} />}
      {open > rows.length && rows.length > 0 && (
        <p class="xs soft more">{t("more_rows", { n: number(open - rows.length) })}</p>
      )}
    </section>
  );
}

/** The server's order, unless the pointer or the focus is in the list. */
function inOrder(rows: readonly BoardRow[], place: HTMLElement | null): readonly BoardRow[] {
  const held = place?.matches(":hover, :focus-within") ?? false;
  const shown = held ? steady(rows, standing.ids) : rows;
  standing.ids = shown.map(({ id }) => id);
  if (picked.peek() && !standing.ids.includes(picked.peek() ?? ""))
    queueMicrotask(() => (picked.value = null));
  return shown;
}

function Hints() {
  return (
    <span class="xs soft fx g3 hints">
      {may("watch") && (
        <>
          <span class="fx">
            <Icon name="eye" class="s" /> {t("watch")} <kbd>W</kbd>
          </span>
          <span class="fx">
            <Icon name="whisper" class="s" /> {t("whisper")} <kbd>⇧ W</kbd>
          </span>
        </>
      )}
      {may("takeover") && (
        <span class="fx">
          <Icon name="take" class="s" /> {t("take_over")} <kbd>⇧ O</kbd>
        </span>
      )}
    </span>
  );
}

function Rows({ rows }: { rows: readonly BoardRow[] }) {
  return (
    <table class="lv">
      <thead>
        <tr>
          <th scope="col">{t("visitor")}</th>
          <th scope="col">{t("needs")}</th>
          <th scope="col" class="c-a">
            {t("agent_column")}
          </th>
          <th scope="col" class="num c-n" title={t("def_first")}>
            {t("first")}
          </th>
          <th scope="col" class="num c-n" title={t("def_length")}>
            {t("length")}
          </th>
          <th class="c-x">
            <span class="vh">{t("acts")}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <LiveRow key={row.id} row={row} on={picked.value === row.id} open={selected.value === row.id} />
        ))}
      </tbody>
    </table>
  );
}
