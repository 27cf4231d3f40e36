/* The strip under the head while a colleague has yet to say whether they take the conversation over. */
import { Icon } from "../../shared/staff/Icon";
import { Ring } from "../../shared/staff/Ring";
import { isMine } from "../groups";
import { desk, now } from "../room";
import type { HeldCard } from "../state";
import type { Handing, Thread } from "../thread";
import { duration, t } from "../words";

/** The own transfer that is pending, if any; known without its end after a reload. */
export function pendingOf(card: HeldCard, thread: Thread): Handing | null {
  if (card.state !== "live" || !card.offered_to) return null;
  return thread.handing ?? { to: card.offered_to.name, expiresAt: "", heardAt: 0 };
}

export function Pending({ card, thread }: { card: HeldCard; thread: Thread }) {
  const handing = pendingOf(card, thread);
  if (!handing || !isMine(card, desk.value.agent?.id)) return null;
  const ends = Date.parse(handing.expiresAt);
  const whole = Math.max(1, (ends - handing.heardAt) / 1_000);
  const left = Math.min(whole, Math.max(0, (ends - now.value) / 1_000));
  return (
    <p class="pending" role="status">
      {Number.isFinite(left) ? <Ring share={left / whole} tone="acc" /> : <Icon name="swap" class="acc" />}
      <span class="grow">
        <b>
          {t("handing", { name: handing.to })}
          {Number.isFinite(left) && (
            <span aria-hidden="true">{t("handing_left", { time: duration(left) })}</span>
          )}
        </b>{" "}
        <span class="soft wide">{t("handing_yours")}</span>
      </span>
    </p>
  );
}
