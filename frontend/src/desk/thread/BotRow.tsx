/* The bot's part in one line: how much it said, how sure it was. Folded until B once a person was called; then it says what was asked. */
import { Icon } from "../../shared/staff/Icon";
import { botOpen } from "../room";
import type { Item } from "../thread";
import { t } from "../words";
import { Meter, SURE } from "./Meter";

/** How sure the bot was of what it said last, null where that was no answer: a miss, a choice, a question back. */
export function confidence(items: readonly Item[]): number | null {
  const last = items.findLast((item) => item.kind === "entry" && item.line.author.role === "bot");
  const sure = last?.kind === "entry" ? last.line.data?.confidence : null;
  return typeof sure === "number" ? sure : null;
}

/** The visitor's last words to the bot. */
function lastAskedIn(items: readonly Item[]): string {
  const said = items.flatMap((item) =>
    item.kind === "entry" && item.line.author.role === "visitor" ? [item.line.text ?? ""] : [],
  );
  return said.at(-1) ?? "";
}

export function BotRow({
  items,
  foldable,
  folded,
}: {
  items: readonly Item[];
  foldable: boolean;
  folded: boolean;
}) {
  const said = items.filter((item) => item.kind === "entry" && item.line.author.role === "bot").length;
  const sure = confidence(items);
  const asked = folded ? lastAskedIn(items) : "";
  return (
    <div class="sys botrow">
      <Icon name="bot" class="bot-c" />
      <div>
        <b>{t(said === 1 ? "bot_part_one" : "bot_part", { n: said })}</b>
        {sure !== null && (
          <span class="fact">
            {t("answer_confidence")} <Meter share={sure} /> {sure.toFixed(2)} {t("limit", { n: SURE })}
          </span>
        )}
        {asked && <p class="cut">{t("visitor_asked", { text: asked })}</p>}
      </div>
      {foldable && (
        <button
          type="button"
          class="b s q"
          aria-expanded={!folded}
          onClick={() => (botOpen.value = !botOpen.value)}
        >
          {t(folded ? "show" : "hide")} <kbd>B</kbd>
        </button>
      )}
    </div>
  );
}
