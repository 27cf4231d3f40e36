/* What happened, worded from kind and data, with the reason where there is one. */
import type { Decision } from "../../board/routing/shapes";
import type { Kind } from "../../protocol.gen";
import { Icon, type IconName } from "../../shared/staff/Icon";
import type { Line } from "../../shared/timeline";
import type { HeldCard } from "../state";
import type { Thread } from "../thread";
import { duration, listOf, needsInside, sentence, t, term, time } from "../words";

type Said = Exclude<Kind, "message" | "choices" | "slot" | "amended" | "erased">;

const ICONS: Readonly<Record<Said, IconName>> = {
  joined: "seat",
  left: "seat",
  queued: "route",
  transferred: "swap",
  resolved: "check",
  reopened: "chats",
  ticket: "ticket",
  rating_request: "star",
  rated: "star",
  notice: "bot",
};

/** A decision is written a moment before or after the entry that it leads to. */
const SAME_MOMENT_MS = 1_000;

type Worded = Line & { readonly kind: Said };

export function isSystem(line: Line): line is Worded {
  return line.kind in ICONS;
}

interface Told {
  readonly what: string;
  readonly because?: string;
}

/** The name in a field that may be a name or an agent's view; else the author's. */
function person(line: Line, field: string): string {
  const value = line.data?.[field];
  if (typeof value === "string" && value) return value;
  const { name } = (value ?? {}) as { name?: string };
  return name ?? line.author.name ?? "";
}

/** A team by its name, or the skills that are needed now. */
function goal(line: Line): string {
  const { skills } = (line.data?.to ?? {}) as { skills?: Readonly<Record<string, number>> };
  return skills ? listOf(needsInside(skills)) : person(line, "to");
}

/** Who did it: by name where there is one, else by role. */
function byWhom(line: Line): { because?: string } {
  const by = line.data?.by as { role?: string; name?: string } | undefined;
  if (!by?.role) return {};
  return { because: by.name ? t("by_name", { name: by.name }) : term("by", by.role) };
}

/** Whether the decision led to this agent's coming: an offer that was declined or ran out didn't. */
export const brought = ({ agent, outcome }: Decision, id: string | undefined) =>
  agent.id === id && (outcome === "accepted" || outcome === null);

/** The decision that brought the agent: their latest before they joined. */
function whyJoined(line: Line, { decisions }: Thread): { because?: string } {
  const { id } = (line.data?.agent ?? {}) as { id?: string };
  const decision = decisions.find(
    (one) => brought(one, id) && Date.parse(one.at) <= Date.parse(line.at) + SAME_MOMENT_MS,
  );
  return decision ? { because: sentence(decision.why) } : {};
}

const WORDED: Readonly<Record<Said, (line: Line, card: HeldCard, thread: Thread) => Told>> = {
  joined: (line, _card, thread) => ({
    what: t("sys_joined", { name: person(line, "agent") }),
    ...whyJoined(line, thread),
  }),
  left: (line) => ({ what: t("sys_left", { name: person(line, "agent") }) }),
  queued: (line, card) => ({ what: t("sys_queued"), because: queuedBecause(line, card) }),
  transferred: (line) => ({ what: t("sys_transferred", { to: goal(line) }) }),
  resolved: (line) => ({
    what: term("sys_resolved", String(line.data?.outcome ?? "resolved")),
    ...byWhom(line),
  }),
  reopened: (line) => ({ what: t("sys_reopened"), ...byWhom(line) }),
  ticket: (line) => {
    const number = String(line.data?.number ?? "");
    const status = String(line.data?.status ?? "open");
    if (status === "open") return { what: t("sys_ticket", { number }) };
    return { what: t("sys_ticket_state", { number, state: term("ticket", status) }) };
  },
  rating_request: () => ({ what: t("sys_rating_request") }),
  rated: (line) => ({
    what: t("sys_rated", { score: Number(line.data?.score ?? 0) }),
    ...(line.data?.comment ? { because: t("quoted", { text: String(line.data.comment) }) } : {}),
  }),
  notice: (line) => ({ what: term("notice", String(line.data?.code ?? "")) }),
};

/** "the visitor asked for a person · needs Chinese, returns · promise 2:00" */
function queuedBecause(line: Line, card: HeldCard): string {
  const needs = needsInside(card.needs);
  return [
    term("queued", String(line.data?.reason ?? "")),
    needs.length > 0 ? t("sys_needs", { needs: listOf(needs) }) : "",
    card.promise_s > 0 ? t("sys_promise", { time: duration(card.promise_s) }) : "",
  ]
    .filter(Boolean)
    .join(" · ");
}

export function SystemLine({ line, card, thread }: { line: Worded; card: HeldCard; thread: Thread }) {
  const { what, because } = WORDED[line.kind](line, card, thread);
  const number = line.kind === "ticket" ? String(line.data?.number ?? "") : "";
  return (
    <p class="sys">
      <Icon name={ICONS[line.kind]} class={line.kind === "joined" ? "acc" : ""} />
      <span>
        <b>{number ? <a href={`#/tickets/${number}`}>{what}</a> : what}</b>
        {because && <> · {because}</>}
      </span>
      <time dateTime={line.at}>{time(line.at)}</time>
    </p>
  );
}
