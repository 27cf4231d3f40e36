/* What there was before: conversations that can be opened and read, and tickets. */
import { Icon } from "../../shared/staff/Icon";
import { counted, date, listOf, moment, t, term } from "../words";
import type { CustomerRecord, Past, TicketLine } from "./record";

const SHOWN = 6;

export function Conversations({ record, current }: { record: CustomerRecord; current: string }) {
  const others = record.conversations.filter(({ id }) => id !== current);
  return (
    <section class="sec">
      <h3>
        {t("past_conversations")} {others.length > 0 && <span class="r">{others.length}</span>}
      </h3>
      {others.length === 0 && <p class="xs soft">{t("past_none")}</p>}
      <ul class="lines">
        {others.slice(0, SHOWN).map((past) => (
          <li key={past.id}>
            <PastLine past={past} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function PastLine({ past }: { past: Past }) {
  const line = (
    <>
      <span class="cut">{past.may_open ? past.first_line || t("nothing_said") : t("past_not_yours")}</span>
      <span class="xs soft nw">{about(past)}</span>
    </>
  );
  if (!past.may_open) return <span class="line soft">{line}</span>;
  return (
    <a class="line" href={`#/c/${encodeURIComponent(past.id)}`}>
      {line}
    </a>
  );
}

/** "12 Oct · 5 stars · Lin" */
function about({ at, csat, agent, state }: Past): string {
  const parts = [date(at)];
  if (csat) parts.push(counted("stars", csat));
  if (state === "resolved") parts.push(agent?.name ?? t("bot"));
  else parts.push(t(`state_${state}` as "state_live"));
  return parts.join(" · ");
}

export function TicketLines({ record }: { record: CustomerRecord }) {
  const { tickets } = record;
  return (
    <section class="sec">
      <h3>{t("tickets")}</h3>
      {tickets.length === 0 && <p class="xs soft">{t("tickets_none_yet")}</p>}
      <ul class="lines">
        {tickets.slice(0, SHOWN).map((ticket) => (
          <li key={ticket.number}>
            <TicketRow ticket={ticket} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function TicketRow({ ticket: { number, title, state, at } }: { ticket: TicketLine }) {
  const over = state === "solved" || state === "closed";
  return (
    <a class="line" href={`#/tickets/${encodeURIComponent(number)}`} title={listOf([number, moment(at)])}>
      <span class="cut">
        <span class="soft">{number}</span> {title}
      </span>
      <span class={`chip s ${over ? "good" : ""}`}>
        {over && <Icon name="check" />}
        {term("ticket", state)}
      </span>
    </a>
  );
}
