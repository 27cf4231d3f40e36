/* Over an ended conversation: that it is only to be read, the way to the open one, and how to go on with it. */
import { Icon } from "../../shared/staff/Icon";
import { reopen } from "../acts";
import { desk, select } from "../room";
import type { HeldCard } from "../state";
import { moment, t } from "../words";

export function PastStrip({ card }: { card: HeldCard }) {
  if (card.state !== "resolved") return null;
  const open = Object.values(desk.value.cards).find(
    (other) => other.state !== "resolved" && other.customer.id === card.customer.id,
  );
  return (
    <p class="pending past">
      <Icon name="clock" />
      <span class="grow">{t("past_ended", { at: moment(card.since) })}</span>
      {open ? (
        <button type="button" class="b s" onClick={() => select(open.id)}>
          {t("to_open_one")}
        </button>
      ) : (
        <button type="button" class="b s" onClick={() => void reopen(card.id)}>
          <Icon name="chats" />
          {t("reopen")}
        </button>
      )}
    </p>
  );
}
