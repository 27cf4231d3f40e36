/* The bot's part in one line: how much it said, how sure it was. Long ones are folded until B. */
import { Icon } from "../../shared/staff/Icon";
import { botOpen } from "../room";
import type { Item } from "../thread";
import { t } from "../words";

/** From here on an answer counts as sure, and its meter is green. */
const SURE = 0.85;

/** The confidence of the bot's latest answer, null where it gave none. */
function confidence(items: readonly Item[]): number | null {
  const found = items.flatMap((item) =>
    item.kind === "entry" && typeof item.line.data?.confidence === "number"
      ? [item.line.data.confidence]
      : [],
  );
  return found.at(-1) ?? null;
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
  return (
    <div class="sys botrow">
      <Icon name="bot" class="bot-c" />
      <div>
        <b>{t(said === 1 ? "bot_part_one" : "bot_part", { n: said })}</b>
        {sure !== null && (
          <span class="fact">
            {t("answer_confidence")} <Meter share={sure} /> {sure.toFixed(2)}
          </span>
        )}
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

export function Meter({ share }: { share: number }) {
  return (
    <svg class={`cf ${share >= SURE ? "good" : ""}`} viewBox="0 0 32 4" aria-hidden="true">
      <rect class="t" width="32" height="4" rx="2" />
      <rect class="v" width={32 * share} height="4" rx="2" />
    </svg>
  );
}
