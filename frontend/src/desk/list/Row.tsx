/* One conversation in 72 px: who, the last line, what is needed; how long it waits, what is unread. */
import { Avatar } from "../../shared/staff/Avatar";
import { Icon, type IconName } from "../../shared/staff/Icon";
import { Ringed } from "../../shared/staff/Ring";
import { isMine, urgency, type Wait, waiting } from "../groups";
import { desk, now, select, selected } from "../room";
import type { HeldCard } from "../state";
import { duration, languageOf, moment, nameOf, needsOf, parkedWords, t, term, waitWords } from "../words";

const CHANNELS: Readonly<Record<string, IconName>> = { web: "chat", mail: "mail", email: "mail", app: "app" };
const MOST_CHIPS = 3;

export function Row({ card }: { card: HeldCard }) {
  const wait = waiting(card, now.value);
  const name = nameOf(card.customer.name, card.customer.id);
  const mark = (
    <Avatar name={card.customer.name} {...(card.customer.name ? {} : { icon: "seat" as const })} />
  );
  return (
    <button
      type="button"
      class={`row ${wait || card.unread ? "un" : ""}`}
      data-id={card.id}
      aria-current={selected.value === card.id ? "true" : undefined}
      onClick={() => select(card.id)}
    >
      {wait ? (
        <Ringed share={wait.share} tone={urgency(wait)}>
          {mark}
        </Ringed>
      ) : (
        <span class="ringed">{mark}</span>
      )}
      <span class="mid">
        <span class="nm cut">
          {name}
          <Icon name={CHANNELS[card.channel] ?? "chat"} />
        </span>
        <span class="ln cut">{lastLine(card)}</span>
        <Chips card={card} />
      </span>
      <End card={card} wait={wait} />
    </button>
  );
}

function lastLine(card: HeldCard): string {
  if (!card.last) return t("nothing_said");
  const text = card.last.text || t("attachment");
  if (card.last.role === "agent" && card.assignee?.id === desk.value.agent?.id)
    return t("you_said", { text });
  return card.last.role === "bot" ? t("bot_said", { text }) : text;
}

function Chips({ card }: { card: HeldCard }) {
  const words = needsOf(card.needs);
  if (words.length === 0) words.push(term("skill", languageOf(card)));
  const offered = card.state !== "resolved" && card.offered_to && card.offered_to.id !== desk.value.agent?.id;
  return (
    <span class="ch">
      {words.slice(0, offered ? MOST_CHIPS - 1 : MOST_CHIPS).map((word) => (
        <span class="chip s" key={word}>
          {word}
        </span>
      ))}
      {offered && <span class="chip s w">{t("offered_to", { name: card.offered_to?.name ?? "" })}</span>}
      {card.labels.includes("unanswered") && <span class="chip s w">{t("unanswered")}</span>}
      {card.state === "parked" && (
        <span class="chip s">
          <Icon name="moon" />
          {parkedWords(card)}
        </span>
      )}
    </span>
  );
}

function End({ card, wait }: { card: HeldCard; wait: Wait | null }) {
  const over = wait && wait.promise > 0 && wait.seconds >= wait.promise;
  return (
    <span class="end">
      <span class={wait ? urgency(wait) : ""}>
        {wait ? waitWords(wait) : moment(card.last?.at ?? card.since)}
      </span>
      {card.unread > 0 && isMine(card, desk.value.agent?.id) ? (
        <span class="unread">
          {card.unread}
          <span class="vh">{t("unread")}</span>
        </span>
      ) : (
        wait && wait.promise > 0 && !over && <span>{t("of", { time: duration(wait.promise) })}</span>
      )}
    </span>
  );
}
