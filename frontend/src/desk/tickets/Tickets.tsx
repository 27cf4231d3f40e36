/* The tickets: the list, or one of them. */
import { useEffect, useState } from "preact/hooks";
import { Icon, type IconName } from "../../shared/staff/Icon";
import { get } from "../api";
import { locale, route } from "../room";
import { moment, t, term } from "../words";
import { TicketPage } from "./TicketPage";
import "./tickets.css";

export interface TicketRow {
  readonly number: string;
  readonly title: string;
  readonly state: string;
  readonly reason: string;
  readonly priority: string;
  readonly customer: { readonly id: string; readonly name: string };
  readonly team: string | null;
  readonly owner: { readonly name: string } | null;
  readonly due_at: string | null;
  readonly conversation: string | null;
  readonly created_at: string;
}

export const STATES = ["open", "pending", "on_hold", "solved", "closed"] as const;
const TONES: Readonly<Record<string, string>> = { open: "w", pending: "warn", solved: "good" };
const MARKS: Readonly<Record<string, IconName>> = {
  pending: "clock",
  on_hold: "moon",
  solved: "check",
  closed: "lock",
};

export function TicketState({ state }: { state: string }) {
  const icon = MARKS[state];
  return (
    <span class={`chip ${TONES[state] ?? ""}`}>
      {icon && <Icon name={icon} />}
      {term("ticket", state)}
    </span>
  );
}

export function Tickets() {
  const number = route.value.page === "tickets" ? route.value.ticket : null;
  return <main class="page">{number ? <TicketPage number={number} key={number} /> : <TicketList />}</main>;
}

function TicketList() {
  const [rows, show] = useState<readonly TicketRow[] | null>(null);
  const [problem, complain] = useState("");
  useEffect(() => {
    get<{ items: TicketRow[] }>("tickets").then(
      ({ items }) => show(items),
      (error: Error) => complain(error.message),
    );
  }, []);
  return (
    <>
      <header class="bar top">
        <h1>{t("tickets")}</h1>
        {rows && <span class="n">{rows.length}</span>}
      </header>
      {problem && <p class="complaint">{problem}</p>}
      {rows?.length === 0 && <p class="none">{t("no_tickets")}</p>}
      <div class="tlist" lang={locale.value}>
        {rows?.map((row) => (
          <Line key={row.number} row={row} />
        ))}
      </div>
    </>
  );
}

function Line({ row }: { row: TicketRow }) {
  return (
    <a class="trow" href={`#/tickets/${row.number}`}>
      <span class="soft nw tnum">{row.number}</span>
      <span class="tttl">
        <b class="cut">{row.title}</b>
        <span class="xs soft cut">
          {row.customer.name || t("anonymous")} · {term("ticket_reason", row.reason)}
        </span>
      </span>
      <TicketState state={row.state} />
      <time class="xs soft num nw">{moment(row.created_at)}</time>
    </a>
  );
}
