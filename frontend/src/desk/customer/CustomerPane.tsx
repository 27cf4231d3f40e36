/* The right pane: who the customer is, where they are, why this agent got them, and what there was before. */
import { useEffect } from "preact/hooks";
import { Avatar } from "../../shared/staff/Avatar";
import { Icon } from "../../shared/staff/Icon";
import { customerOpen, desk, selected } from "../room";
import type { HeldCard } from "../state";
import { Why } from "../why/Why";
import { date, languageOf, moment, nameOf, skillWord, t, term } from "../words";
import "./customer.css";
import { Conversations, TicketLines } from "./History";
import { type CustomerRecord, readRecord, records, shownPage } from "./record";

export function CustomerPane() {
  const id = selected.value;
  const card = id ? desk.value.cards[id] : undefined;
  const customer = card?.customer.id ?? "";
  const record = records.value[customer];
  useEffect(() => {
    if (customer) void readRecord(customer);
  }, [customer, id, card?.state]);
  if (!card) return null;
  return (
    <aside class={`pnl ${customerOpen.value ? "over" : ""}`} aria-label={t("customer")}>
      <Who card={card} record={record} />
      <Where card={card} record={record} />
      <Why card={card} />
      {record && <Conversations record={record} current={card.id} />}
      {record && <TicketLines record={record} />}
      <Needs card={card} />
      <Talk card={card} />
      {record === null && <p class="none">{t("record_lost")}</p>}
    </aside>
  );
}

/** The page that the visitor looks at, as told last. */
function Where({ card, record }: Known) {
  if (card.state === "resolved") return null;
  const told = desk.value.threads[card.id]?.page;
  const page = told === undefined ? record?.page : told;
  const shown = page && shownPage(page);
  return (
    <section class="sec">
      <h3>{t("page_now")}</h3>
      {!page && <p class="xs soft">{t("page_none")}</p>}
      {shown && (
        <p class="page-now" role="status">
          {shown.href ? (
            <a href={shown.href} target="_blank" rel="noreferrer" class="cut">
              {page.title || shown.path}
            </a>
          ) : (
            <span class="cut">{page.title || shown.path}</span>
          )}
          <span class="xs soft cut">{shown.path}</span>
        </p>
      )}
    </section>
  );
}

interface Known {
  card: HeldCard;
  record: CustomerRecord | null | undefined;
}

function Who({ card, record }: Known) {
  const { name, id } = card.customer;
  return (
    <div class="sec">
      <div class="fx g3">
        <Avatar name={name} class="l" {...(name ? {} : { icon: "seat" as const })} />
        <div class="grow">
          <b class="cut who">{nameOf(name, id)}</b>
          <p class="xs soft">{record ? t("first_seen", { at: date(record.first_seen) }) : "\u00a0"}</p>
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
      <dl class="kv who-facts">
        <Fact name={t("identity")}>
          <Proof card={card} />
        </Fact>
        {record?.email && <Fact name={t("email")}>{record.email}</Fact>}
        {record?.phone && <Fact name={t("phone")}>{record.phone}</Fact>}
        <Fact name={t("language")}>{term("skill", languageOf(card))}</Fact>
      </dl>
    </div>
  );
}

/** Whether the name is proven; a claim is never shown like a fact. */
function Proof({ card }: { card: HeldCard }) {
  const { verified, name } = card.customer;
  if (!verified) return <span class="soft">{t(name ? "claimed_long" : "anonymous_long")}</span>;
  return (
    <span class="good">
      <Icon name="shield" class="s" /> {t("verified_long")}
    </span>
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
          <Fact key={need} name={skillWord(need)}>
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
