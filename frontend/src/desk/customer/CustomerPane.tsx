/* The right pane: who the customer is, what they need, and why this agent got them. */
import { Avatar } from "../../shared/staff/Avatar";
import { Icon } from "../../shared/staff/Icon";
import { customerOpen, desk, selected } from "../room";
import type { HeldCard } from "../state";
import { languageOf, moment, nameOf, sentence, t, term, time } from "../words";
import "./customer.css";

const SHOWN = 3;

export function CustomerPane() {
  const id = selected.value;
  const card = id ? desk.value.cards[id] : undefined;
  if (!card) return null;
  return (
    <aside class={`pnl ${customerOpen.value ? "over" : ""}`} aria-label={t("customer")}>
      <Who card={card} />
      <Why id={card.id} />
      <Needs card={card} />
      <Talk card={card} />
    </aside>
  );
}

function Who({ card }: { card: HeldCard }) {
  const { name, id, verified } = card.customer;
  return (
    <div class="sec">
      <div class="fx g3">
        <Avatar name={name} class="l" {...(name ? {} : { icon: "seat" as const })} />
        <div class="grow">
          <b class="cut who">{nameOf(name, id)}</b>
          <p class="xs soft">
            {verified ? (
              <span class="good">
                <Icon name="shield" /> {t("verified_long")}
              </span>
            ) : (
              t(name ? "claimed_long" : "anonymous_long")
            )}
          </p>
        </div>
        <button
          type="button"
          class="b ic s q close"
          aria-label={t("close")}
          onClick={() => (customerOpen.value = false)}
        >
          <Icon name="close" />
        </button>
      </div>
    </div>
  );
}

/** Who got it and why, the latest first. */
function Why({ id }: { id: string }) {
  const latest = desk.value.threads[id]?.decisions.slice(0, SHOWN) ?? [];
  if (latest.length === 0) return null;
  return (
    <div class="why">
      <h2>{t("why_this_agent")}</h2>
      <ul>
        {latest.map((decision) => (
          <li key={decision.id}>
            <time>{time(decision.at)}</time>
            <b>{decision.agent.name}</b> · {sentence(decision.record.why)}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Needs({ card }: { card: HeldCard }) {
  const needs = Object.entries(card.needs);
  if (needs.length === 0) return null;
  return (
    <div class="sec">
      <h3>{t("needs")}</h3>
      <dl class="kv">
        {needs.map(([need, level]) => (
          <Fact key={need} name={term("skill", need)}>
            {t("level", { level })}
          </Fact>
        ))}
      </dl>
    </div>
  );
}

function Talk({ card }: { card: HeldCard }) {
  return (
    <div class="sec">
      <h3>{t("conversation")}</h3>
      <dl class="kv">
        <Fact name={t("state")}>{t(`state_${card.state}`)}</Fact>
        <Fact name={t("language")}>{term("skill", languageOf(card))}</Fact>
        <Fact name={t("channel")}>{term("channel", card.channel)}</Fact>
        <Fact name={t("site")}>{card.site}</Fact>
        {card.state !== "resolved" && <Fact name={t("agent")}>{card.assignee?.name ?? t("nobody_yet")}</Fact>}
        <Fact name={t("since")}>{moment(card.since)}</Fact>
        {card.labels.length > 0 && <Fact name={t("labels")}>{card.labels.join(" · ")}</Fact>}
      </dl>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: preact.ComponentChildren }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
