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
  checks: { at: string | null; violations: Violation[] };
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

/** GET routing/waiting?conversation= · `why` is null unless it waits; for whoever may see the conversation */
export interface WhyWaiting {
  why: Words | null;
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

/** GET routing/forecast?site=&days=14 (1…28). Takes a second or two the first time; then kept for some minutes. */
export interface Forecast {
  start: string; // local midnight of today
  step_s: 900;
  actual: number[]; // counts so far, from `start`; whole quarters only
  mean: number[]; // from `start`; empty where there is too little history, see `needs_days`
  low: number[]; // one of ten lies below
  high: number[]; // one of ten lies above
  needs_days: number; // more whole days of history until there is a forecast; 0: there is one
  /** Tried on the firm's own last weeks: misses as a share of what came; null: too few weeks yet. */
  tested: { wape: number; wape_last_week: number; inside: number; days: number; weeks: number } | null;
  holidays: string[]; // dates among those foretold that are treated as holidays
}

/** POST routing/compare {days: 1…14} ?site= · some seconds the first time */
export interface Compared {
  conversations: number; // 0: nothing to compare yet, `policies` is empty
  agents: number; // that were there in these days
  from: string;
  to: string;
  policies: {
    policy: string;
    mean_wait_s: number;
    p80_wait_s: number;
    abandoned: number;
    within_promise: number;
    occupancy_gini: number;
    now: boolean;
  }[];
}

/** On whom and what a what-if and the advice rest. */
export interface BasedOn {
  agents: "now" | "usual" | "all"; // who is there now · who usually works at that hour · every seat
  team: number; // how many
  unserved: string[]; // queues that nobody of them can ever serve ("billing+zh"); left out of the figures
  hour: string; // its begin
  arrivals_per_h: number;
  handling_s: number;
  patience_s: number;
  days: number; // of history
}
export interface Seen {
  mean_wait_s: number;
  p80_wait_s: number;
  abandoned: number;
  occupancy: number;
  low_s: number | null; // the p80 lies between, four times of five; null: exact
  high_s: number | null;
}

/** POST routing/what-if {hour?: iso, agents?: [-2…3]} ?site= */
export interface WhatIf {
  method: "erlang_a" | "simulated" | null; // null: too little history or nobody, `rows` is empty
  rows: (Seen & { agents: number })[]; // by how many more or fewer
  based_on: BasedOn;
}

/** GET routing/advice?site=&hour= · some ten seconds the first time */
export interface Advice {
  rows: (Seen & {
    agent: Named;
    skill: string;
    level: number; // up to which
    alike: number; // other agents for whom it would be the same
    saves_s: number; // of the mean wait
    saves_low_s: number; // nine times of ten between; crosses zero: not clear
    saves_high_s: number;
  })[]; // best first, at most 8
  base: Seen | null; // null: too little history or nobody
  based_on: BasedOn;
}
