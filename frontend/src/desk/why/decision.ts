/* What a decision's card says beside the router's own sentence: which figure decided, and what came of it. Pure. */
import type { Candidate, Decision } from "../../board/routing/shapes";
import type { IconName } from "../../shared/staff/Icon";

/** What came of it; "asked" while nothing has. */
export type Outcome = NonNullable<Decision["outcome"]> | "asked";

/** How an outcome looks: an icon and a tone always go together, the word stands beside. */
export const LOOKS: Readonly<Record<Outcome, { readonly icon: IconName; readonly tone: string }>> = {
  accepted: { icon: "check", tone: "good" },
  declined: { icon: "minus", tone: "warn" },
  expired: { icon: "clock", tone: "warn" },
  lost: { icon: "wifioff", tone: "bad" },
  taken: { icon: "take", tone: "" },
  withdrawn: { icon: "out", tone: "" },
  asked: { icon: "bell", tone: "w" },
};

export const outcomeOf = ({ outcome }: Pick<Decision, "outcome">): Outcome => outcome ?? "asked";

/** The place of the figure that put the first candidate ahead of the second; null where only the order of ids did. */
export function deciding(candidates: readonly Candidate[]): number | null {
  const [first, second] = candidates;
  if (!first || !second) return null;
  const at = first.figures.findIndex(({ value }, place) => value !== second.figures[place]?.value);
  return at < 0 ? null : at;
}

/** Who would have been next, if anybody was compared. */
export const runnerUp = ({ candidates, runner_up }: Pick<Decision, "candidates" | "runner_up">) =>
  candidates.find(({ id }) => id === runner_up) ?? null;

/** The latest first. */
export const latestFirst = (decisions: readonly Decision[]): Decision[] =>
  [...decisions].sort((a, b) => Date.parse(b.at) - Date.parse(a.at) || Number(b.id) - Number(a.id));
