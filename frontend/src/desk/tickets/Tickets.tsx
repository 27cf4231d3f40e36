/* The tickets: the list, or one of them. */
import { useEffect, useState } from "preact/hooks";
import { Icon, type IconName } from "../../shared/staff/Icon";
import { get } from "../api";
import { route } from "../room";
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
  readonly owner: string | null;
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

const FILTERS = ["", "open", "pending", "solved"] as const;

interface Page {
  readonly items: readonly TicketRow[];
  readonly next: string | null;
}

function TicketList() {
  const [state, choose] = useState<(typeof FILTERS)[number]>("");
  const [rows, show] = useState<readonly TicketRow[] | null>(null);
  const [next, goOn] = useState<string | null>(null);
  const [problem, complain] = useState("");

  async function fetchAfter(cursor: string, before: readonly TicketRow[]): Promise<void> {
    const asked = new URLSearchParams({ ...(state && { state }), ...(cursor && { cursor }) });
    try {
      const page = await get<Page>(`tickets?${asked}`);
      show([...before, ...page.items]);
      goOn(page.next);
    } catch (error) {
      complain((error as Error).message);
    }
  }
  useEffect(() => void fetchAfter("", []), [state]);

  return (
    <>
      <header class="bar top">
        <h1 class="grow">{t("tickets")}</h1>
        <span class="switch xs">
          {FILTERS.map((one) => (
            <button type="button" key={one} aria-pressed={state === one} onClick={() => choose(one)}>
              {one ? term("ticket", one) : t("all")}
            </button>
          ))}
        </span>
      </header>
      {problem && <p class="complaint">{problem}</p>}
      {rows?.length === 0 && <p class="none">{t("no_tickets")}</p>}
      <div class="tlist">
        {rows?.map((row) => (
          <Line key={row.number} row={row} />
        ))}
        {next && (
          <button type="button" class="b more" onClick={() => void fetchAfter(next, rows ?? [])}>
            {t("more")}
          </button>
        )}
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
