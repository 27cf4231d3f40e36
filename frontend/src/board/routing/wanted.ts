/* What the tools that look ahead answer: lessons, what-if, forecast, policies. Seconds, and shares of 1. */
import type { Named } from "./shapes";

export interface Lesson {
  agent: Named;
  skill: string;
  p80_wait_s: number;
  saves_s: number;
  abandoned: number;
}
export interface Advice {
  rows: Lesson[];
  base: { p80_wait_s: number; abandoned: number };
  based_on: { conversations: number };
}
export interface WhatIf {
  method: "erlang_a" | "simulated";
  rows: { agents: number; p80_wait_s: number; abandoned: number; occupancy: number }[];
}
export interface Forecast {
  start: string;
  step_s: number;
  mean: number[];
  low: number[];
  high: number[];
  tested: { wape: number; wape_last_week: number; weeks: number } | null;
  holidays: string[];
}
export interface Compared {
  conversations: number;
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
