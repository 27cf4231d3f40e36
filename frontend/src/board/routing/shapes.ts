/* What the routing tools answer, by REST (`/api/v1/routing/…`). Times are ISO, durations seconds, shares of 1. */

export interface Words {
  zh: string;
  en: string;
}
export interface Named {
  id: string;
  name: string;
}
export type Needs = Record<string, number>;
export interface Estimate {
  mean_s: number;
  low_s: number; // half wait at most so long
  high_s: number; // four of five
}

/** GET routing/live?site= */
export interface RoutingLive {
  at: string;
  queues: LiveQueue[]; // the longest wait first; also those that had visitors in the last two weeks
  waiting: LiveWaiting[]; // at most 100, the longest wait first
  policy: Record<string, string>; // by team, "" for all others
  checks: { at: string; violations: Violation[] };
}
export interface LiveQueue {
  key: string; // "zh+billing", "any", with a team "zh+billing@care"
  needs: { skill: string; level: number }[];
  team: string | null;
  steps: { after_s: number; says: Words }[];
  promise_s: number;
  waiting: number; // also offered ones
  offered: number;
  oldest_wait_s: number | null;
  /** Agents who could serve it, by state; `free` are those of `online` who have a slot free. */
  capable: Record<"online" | "free" | "busy" | "break" | "wrap_up" | "not_responding" | "offline", number>;
  estimate: Estimate | null; // of who comes now; null: nobody there can ever take it
}
export interface LiveWaiting {
  conversation: string;
  name: string; // "" for the nameless, and for who may not see visitors
  needs: Needs;
  team: string | null;
  offered: boolean;
  waited_s: number;
  promise_s: number;
  step: number; // how many steps are in force
  why: Words;
}
export interface Violation {
  rule: string; // "RI2"
  says: Words;
  conversation?: string;
  agent?: string;
}

/** GET routing/waiting?conversation= · 404 unless it waits; for whoever may see the conversation */
export interface WhyWaiting {
  why: Words;
  waited_s: number;
  promise_s: number;
  step: number;
  next: { at_s: number; says: Words } | null; // so many seconds after it began to wait
}

/** GET routing/decisions?conversation= (oldest first; for whoever may see it) · without: the latest 50, newest first */
export interface Decisions {
  items: Decision[];
}
export interface Decision {
  id: string;
  conversation: string;
  at: string;
  rule: "arrival" | "slot" | "sticky" | "overflow" | "manual" | "degraded";
  agent: Named;
  waited_s: number;
  promise_s: number | null;
  step: number;
  why: Words;
  candidates: Candidate[]; // best first; conversations where rule is "slot", else agents; none by hand
  eligible: number; // others that would have done too
  excluded: { reason: string; says: Words; count: number }[];
  runner_up: string | null;
  margin: number | null;
  policy: string; // "promise/1"
  recomputed: boolean | null; // the record bears the choice out; null: nothing was compared
  /** null while the agent is being asked, or where nobody wrote it down */
  outcome: "accepted" | "declined" | "expired" | "lost" | "taken" | "withdrawn" | null;
}
export interface Candidate {
  id: string;
  name: string;
  figures: { name: Words; value: number | null; says: Words }[];
  chosen: boolean;
}

/** GET routing/heat?site=&weeks=4&measure=arrivals|wait|abandoned&weekday=0…6 (0 is Monday) */
export interface Heat {
  from: string | null; // dates by the site's clock; null: no whole day yet
  to: string | null;
  days: number;
  measure: "arrivals" | "wait" | "abandoned"; // a day · mean seconds · share
  queues: string[]; // the busiest first
  names: Record<string, Words>; // of skills
  slots: string[]; // "00:00" … "23:30"
  values: (number | null)[][]; // [queue][slot]; null: nobody came
}
