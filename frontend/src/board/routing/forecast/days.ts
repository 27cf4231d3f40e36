/* The forecast cut into the site's days, and what of it a chart shows. Pure. */
import type { Forecast } from "../shapes";

const DAY_S = 86_400;

export interface Quarter {
  /** How many came, null where it isn't over yet. */
  readonly came: number | null;
  /** Seconds since the day's beginning. */
  readonly from: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

export interface Day {
  /** The day's beginning, in ms. */
  readonly start: number;
  readonly quarters: readonly Quarter[];
  /** How many are expected. */
  readonly total: number;
  readonly holiday: boolean;
}

/** How far the site's clock is ahead of UTC at its midnight, so that a day can be named by its UTC date. */
const FURTHEST_EAST_S = 14 * 3_600;
export function shiftOf(start: number): number {
  const past = (start / 1_000) % DAY_S;
  const before = (DAY_S - past) % DAY_S;
  return 1_000 * (before > FURTHEST_EAST_S ? before - DAY_S : before);
}

/** The date by the site's clock, as the API writes holidays. */
export const dateOf = (start: number) => new Date(start + shiftOf(start)).toISOString().slice(0, 10);

/** One after another from `start`; the last may be cut off. */
export function daysOf({ start, step_s, actual, mean, low, high, holidays }: Forecast): Day[] {
  const each = Math.round(DAY_S / step_s);
  const begin = Date.parse(start);
  const free = new Set(holidays);
  return Array.from({ length: Math.ceil(mean.length / each) }, (_, day) => {
    const first = day * each;
    const quarters = mean.slice(first, first + each).map((value, place) => ({
      came: actual[first + place] ?? null,
      from: place * step_s,
      mean: value,
      low: low[first + place] ?? value,
      high: high[first + place] ?? value,
    }));
    const opens = begin + day * DAY_S * 1_000;
    return {
      start: opens,
      quarters,
      total: quarters.reduce((sum, quarter) => sum + quarter.mean, 0),
      holiday: free.has(dateOf(opens)),
    };
  });
}

/** The most that came or may come in any quarter. */
export const mostOf = (days: readonly Day[]) =>
  Math.max(0, ...days.flatMap(({ quarters }) => quarters.map(({ high, came }) => Math.max(high, came ?? 0))));

/** The first and the last quarter in which anything is expected on any day; the whole day where nothing is. */
export function busyHours(days: readonly Day[]): readonly [number, number] {
  const all = days.flatMap(({ quarters }) =>
    quarters.filter(({ high, came }) => high > 0 || (came ?? 0) > 0).map(({ from }) => from),
  );
  return all.length > 0 ? [Math.min(...all), Math.max(...all)] : [0, DAY_S];
}
