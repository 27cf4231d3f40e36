/* The figures of the board: which there are, and what each is at this moment. Pure; what they mean stands in the words. */
import type { Board } from "../protocol.gen";

export type Figure =
  | "waiting"
  | "offered"
  | "oldest_wait"
  | "live"
  | "bot"
  | "parked"
  | "conversations"
  | "bot_resolved"
  | "handled"
  | "tickets"
  | "abandoned"
  | "first_response"
  | "csat"
  | "within_promise";

/** The six in the first row, and what stands in one line below them. */
export const HEADLINES = [
  "waiting",
  "oldest_wait",
  "within_promise",
  "abandoned",
  "bot_resolved",
  "csat",
] as const satisfies readonly Figure[];
export const NOW = ["live", "bot", "parked"] as const satisfies readonly Figure[];
export const TODAY = [
  "conversations",
  "handled",
  "tickets",
  "first_response",
] as const satisfies readonly Figure[];
export const ALL: readonly Figure[] = [...HEADLINES, "offered", ...NOW, ...TODAY];

/** `value` is null where there is nothing yet to take a share, mean or middle of. */
export interface Shown {
  readonly value: number | null;
  readonly as: "count" | "seconds" | "percent" | "score";
}

/** A share in percent, null of nothing. */
export function percent(part: number, whole: number): number | null {
  return whole > 0 ? (100 * part) / whole : null;
}

/** How many visitors wanted a person and either got one or left before. */
export const wanted = ({ today }: Board) => today.answered + today.abandoned;

const count = (value: number): Shown => ({ value, as: "count" });
const seconds = (value: number | null): Shown => ({ value, as: "seconds" });

const READ: { readonly [F in Figure]: (board: Board, late: number) => Shown } = {
  waiting: ({ waiting }) => count(waiting),
  offered: ({ offered }) => count(offered),
  oldest_wait: ({ waiting, oldest_wait_s }, late) => seconds(waiting > 0 ? oldest_wait_s + late : 0),
  live: ({ live }) => count(live),
  bot: ({ bot }) => count(bot),
  parked: ({ parked }) => count(parked),
  conversations: ({ today }) => count(today.conversations),
  bot_resolved: ({ today }) => ({ value: percent(today.bot_resolved, today.conversations), as: "percent" }),
  handled: ({ today }) => count(today.handled),
  tickets: ({ today }) => count(today.tickets),
  abandoned: (board) => ({ value: percent(board.today.abandoned, wanted(board)), as: "percent" }),
  first_response: ({ today }) => seconds(today.first_response_p50_s),
  csat: ({ today }) => ({ value: today.csat, as: "score" }),
  within_promise: ({ today }) => ({ value: percent(today.within_promise, today.answered), as: "percent" }),
};

/** The figure as of now; `late` is how many seconds ago the board was told. */
export function figure(which: Figure, board: Board, late: number): Shown {
  return READ[which](board, late);
}
