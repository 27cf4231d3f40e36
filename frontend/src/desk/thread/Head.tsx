/* The head of a thread: who it is, whether that is proven, whose it is since when, who looks along. */
import { Icon } from "../../shared/staff/Icon";
import { isMine } from "../groups";
import { desk, select } from "../room";
import type { HeldCard } from "../state";
import type { Thread } from "../thread";
import { moment, nameOf, parkedWords, t, term } from "../words";
import { HeadActions } from "./HeadActions";
import { lookWords, Viewers } from "./Viewers";

function whose(card: HeldCard): string {
  const since = moment(card.since);
  if (card.state === "parked" && isMine(card, desk.value.agent?.id)) return parkedWords(card);
  if (card.state !== "live" && card.state !== "parked") return t(`since_${card.state}`, { since });
  if (isMine(card, desk.value.agent?.id)) return t("since_yours", { since });
  return t("since_theirs", { since, name: card.assignee?.name ?? "" });
}

export function Head({ card, thread }: { card: HeldCard; thread: Thread }) {
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
          <span role="status">
            {thread.viewers.length > 0 && <span class="acc">{lookWords(thread.viewers)} · </span>}
          </span>
          {term("channel", card.channel)} · {whose(card)}
        </p>
      </div>
      <Viewers viewers={thread.viewers} />
      <HeadActions card={card} thread={thread} />
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
