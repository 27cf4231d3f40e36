/* Which conversations stand where in the list, and how urgent each is. Pure. */
import type { DeskState, HeldCard, HeldOffer } from "./state";

export type GroupKey = "offered" | "mine" | "parked" | "waiting" | "bot" | "ended";

export interface Group {
  readonly key: GroupKey;
  readonly cards: readonly HeldCard[];
}

/** Share of the promise that is used, and the seconds waited; null when the visitor waits for nothing. */
export interface Wait {
  readonly share: number;
  readonly seconds: number;
  readonly promise: number;
}

const WARN_FROM = 0.75;

export function urgency(wait: Wait): "" | "warn" | "bad" {
  if (wait.share >= 1) return "bad";
  return wait.share >= WARN_FROM ? "warn" : "";
}

/** How long the visitor of `card` has waited at `now` (ms): for a person, or for the next answer. */
export function waiting(card: HeldCard, now: number): Wait | null {
  const seconds = waitedSeconds(card, now);
  if (seconds === null) return null;
  const promise = card.promise_s;
  return { seconds, promise, share: promise > 0 ? Math.min(1, seconds / promise) : 0 };
}

function waitedSeconds(card: HeldCard, now: number): number | null {
  if (card.state === "queued" || card.state === "offered")
    return Math.max(0, card.waited_s + (now - card.heardAt) / 1_000);
  if (card.state === "live" && card.last?.role === "visitor")
    return Math.max(0, (now - Date.parse(card.last.at)) / 1_000);
  return null;
}

export function isMine(card: HeldCard, me: string | undefined): boolean {
  return (card.state === "live" || card.state === "parked") && card.assignee?.id === me;
}

function place(card: HeldCard, me: string | undefined, asked: ReadonlySet<string>): GroupKey | null {
  if (asked.has(card.id)) return "offered";
  if (isMine(card, me)) return card.state === "parked" ? "parked" : "mine";
  if (card.state === "queued" || card.state === "offered") return "waiting";
  if (card.state === "bot") return "bot";
  return card.state === "resolved" && card.wasMine ? "ended" : null;
}

const ORDER: readonly GroupKey[] = ["offered", "mine", "parked", "waiting", "bot", "ended"];

/** The groups that have somebody in them; Mine and Waiting always stand. */
export function groups(state: DeskState): Group[] {
  const asked = new Set(state.offers.map((offer: HeldOffer) => offer.conversation));
  const placed = Object.values(state.cards).map(
    (card) => [place(card, state.agent?.id, asked), card] as const,
  );
  return ORDER.map((key) => ({
    key,
    cards: placed.flatMap(([where, card]) => (where === key ? [card] : [])).sort(COMPARE[key]),
  })).filter(({ key, cards }) => cards.length > 0 || key === "mine" || key === "waiting");
}

const FAR = "9";

type Compare = (a: HeldCard, b: HeldCard) => number;

const latestFirst: Compare = (a, b) => at(b) - at(a);
const longestFirst: Compare = (a, b) => b.waited_s - a.waited_s || at(a) - at(b);
/** What comes back first is on top; what waits for the visitor comes last. */
const soonestFirst: Compare = (a, b) =>
  (a.parked_until ?? FAR).localeCompare(b.parked_until ?? FAR) || latestFirst(a, b);
/** Who waits for an answer comes first, the longest on top. */
const unansweredFirst: Compare = (a, b) => {
  const [aOpen, bOpen] = [a.last?.role === "visitor", b.last?.role === "visitor"];
  if (aOpen !== bOpen) return aOpen ? -1 : 1;
  return aOpen ? at(a) - at(b) : latestFirst(a, b);
};

const COMPARE: Readonly<Record<GroupKey, Compare>> = {
  offered: longestFirst,
  mine: unansweredFirst,
  parked: soonestFirst,
  waiting: longestFirst,
  bot: latestFirst,
  ended: latestFirst,
};

function at(card: HeldCard): number {
  return Date.parse(card.last?.at ?? card.since);
}
