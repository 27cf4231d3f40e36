/* The conversations behind a figure, with its value and how it is counted. */
import { now } from "../../desk/room";
import { moment, waitWords } from "../../desk/words";
import type { Card } from "../../protocol.gen";
import { watch } from "../feed";
import { type Figure, figure } from "../figures";
import { board, may } from "../room";
import { figureText, needsText, skillName, t, term, unit, visitorName } from "../words";
import { useBehind } from "./behind";
import { Panel } from "./Side";

export function List({ of, skill }: { of: Figure; skill: string | null }) {
  const { found, failed, again, more } = useBehind(of, skill);
  const told = board.value;
  const shown = told ? figure(of, told, 0) : null;
  const title = t(`fig_${of}`) + (skill ? ` · ${skillName(skill)}` : "");
  const items = found?.items.filter((card) => !skill || skill in card.needs) ?? [];
  return (
    <Panel title={title} under={shown && !skill && `${figureText(shown)}${unit(shown)}`}>
      <p class="definition xs soft">{t(`def_${of}`)}</p>
      {failed && (
        <p class="complaint" role="alert">
          {failed}{" "}
          <button type="button" class="b s" onClick={again}>
            {t("again")}
          </button>
        </p>
      )}
      <div class="side-scroll" aria-busy={!found && !failed}>
        {found && items.length === 0 && <p class="none">{t("nothing_behind")}</p>}
        <ul class="behind">
          {items.map((card) => (
            <Item key={card.id} card={card} readAt={found?.readAt ?? 0} />
          ))}
        </ul>
        {found?.next && (
          <button type="button" class="b s side-more" onClick={more}>
            {t("more")}
          </button>
        )}
      </div>
    </Panel>
  );
}

function Item({ card, readAt }: { card: Card; readAt: number }) {
  const body = (
    <>
      <span class="fx">
        <b class="cut grow">{visitorName(card.customer.name, card.customer.id, card.id)}</b>
        <span class="xs soft nw">{when(card, readAt)}</span>
      </span>
      <span class="xs soft cut">
        {[needsText(card.needs), term("state", card.state), card.assignee?.name].filter(Boolean).join(" · ")}
      </span>
      {card.last?.text && <span class="xs soft cut">{card.last.text}</span>}
    </>
  );
  if (!may("watch")) return <li class="behind-item">{body}</li>;
  return (
    <li>
      <button type="button" class="behind-item" onClick={() => watch(card.id)}>
        {body}
      </button>
    </li>
  );
}

/** How long somebody waits, else since when it is as it is. */
function when(card: Card, readAt: number): string {
  if (card.state !== "queued" && card.state !== "offered") return moment(card.since);
  const seconds = card.waited_s + Math.max(0, (now.value - readAt) / 1_000);
  return waitWords({ share: 0, seconds, promise: card.promise_s });
}
