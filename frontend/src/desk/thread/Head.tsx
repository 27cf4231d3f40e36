/* The head of a thread: who it is, whether that is proven, whose it is since when, and what can be done. */
import { Icon } from "../../shared/staff/Icon";
import { reopen, takeOn } from "../acts";
import { isMine } from "../groups";
import { customerOpen, desk, ending, select } from "../room";
import type { HeldCard } from "../state";
import { moment, nameOf, t, term } from "../words";

/** Whether this agent may take the conversation: with the bot, waiting, offered, or parked by somebody else. */
export function mayTake(card: HeldCard): boolean {
  const { agent } = desk.value;
  const takeable =
    ["bot", "queued", "offered"].includes(card.state) ||
    (card.state === "parked" && !isMine(card, agent?.id));
  return takeable && (agent?.permissions.includes("take") ?? false);
}

/** Whether this agent may end it: own ones, and those that they could take. */
export function mayEnd(card: HeldCard): boolean {
  return isMine(card, desk.value.agent?.id) || (card.state !== "parked" && mayTake(card));
}

function whose(card: HeldCard): string {
  const since = moment(card.since);
  if (card.state !== "live" && card.state !== "parked") return t(`since_${card.state}`, { since });
  if (isMine(card, desk.value.agent?.id)) return t("since_yours", { since });
  return t("since_theirs", { since, name: card.assignee?.name ?? "" });
}

export function Head({ card }: { card: HeldCard }) {
  const ends = mayEnd(card);
  return (
    <header class="bar">
      <button type="button" class="b ic q only-m" aria-label={t("back")} onClick={() => select(null)}>
        <Icon name="back" />
      </button>
      <div class="grow">
        <div class="fx">
          <h1 class="cut">{nameOf(card.customer.name, card.customer.id)}</h1>
          <Proof verified={card.customer.verified} named={card.customer.name !== ""} />
        </div>
        <p class="xs soft cut">
          {term("channel", card.channel)} · {whose(card)}
        </p>
      </div>
      <button
        type="button"
        class="b ic q customer-b"
        title={t("customer")}
        aria-label={t("customer")}
        aria-expanded={customerOpen.value}
        onClick={() => (customerOpen.value = !customerOpen.value)}
      >
        <Icon name="seat" />
      </button>
      {mayTake(card) && (
        <button type="button" class="b p" onClick={() => void takeOn(card.id)}>
          {t("take")} <kbd>I</kbd>
        </button>
      )}
      {ends && (
        <button
          type="button"
          class={`b ${mayTake(card) ? "wide" : ""}`}
          aria-expanded={ending.value !== null}
          onClick={() => (ending.value = ending.value ? null : "resolved")}
        >
          <Icon name="check" />
          {t("resolve")} <kbd>E</kbd>
        </button>
      )}
      {card.state === "resolved" && (
        <button type="button" class="b" onClick={() => void reopen(card.id)}>
          <Icon name="chats" />
          {t("reopen")}
        </button>
      )}
    </header>
  );
}

function Proof({ verified, named }: { verified: boolean; named: boolean }) {
  if (verified)
    return (
      <span class="xs good nw">
        <Icon name="shield" class="s" /> {t("verified")}
      </span>
    );
  return <span class="xs soft nw wide">{t(named ? "claimed" : "anonymous")}</span>;
}
