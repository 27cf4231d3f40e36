/* The line of arrivals: a scale from 0, at most four grid lines, hours below. Pure; the table twin reads the same points. */
import type { BoardArrivals } from "../protocol.gen";

const HOUR_S = 3_600;
const LEAST_HOURS = 12;
const MOST_STEPS = 3;

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  /** Seconds since local midnight at which the step begins. */
  readonly from: number;
  readonly count: number;
  readonly x: number;
  readonly y: number;
}

export interface Plot {
  readonly points: readonly Point[];
  readonly lines: readonly { readonly value: number; readonly y: number }[];
  readonly hours: readonly { readonly hour: number; readonly x: number }[];
  readonly inside: {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly foot: number;
  };
}

/** 1, 2 or 5 times a power of ten: the smallest such that three steps reach `most`. */
export function step(most: number): number {
  for (let power = 1; ; power *= 10)
    for (const times of [1, 2, 5]) if (times * power * MOST_STEPS >= most) return times * power;
}

/** From which to which hour: from the first arrival to now, and twelve hours at least, inside one day. */
export function span({ counts, step_s }: BoardArrivals): readonly [number, number] {
  const hourOf = (index: number) => Math.floor((index * step_s) / HOUR_S);
  const day = Math.max(24, hourOf(counts.length - 1) + 1);
  const first = counts.findIndex((count) => count > 0);
  const now = hourOf(Math.max(0, counts.length - 1));
  const begin = Math.min(first < 0 ? now : hourOf(first), now);
  const end = Math.min(day, Math.max(now + 1, begin + LEAST_HOURS));
  return [Math.max(0, Math.min(begin, end - LEAST_HOURS)), end];
}

const EDGE = { left: 32, right: 12, top: 40, foot: 24 } as const;

export function plot(arrivals: BoardArrivals, { width, height }: Size): Plot {
  const [begin, end] = span(arrivals);
  const inside = { left: EDGE.left, right: width - EDGE.right, top: EDGE.top, foot: height - EDGE.foot };
  const each = step(Math.max(1, ...arrivals.counts));
  const highest = each * Math.max(1, Math.ceil(Math.max(1, ...arrivals.counts) / each));
  const x = (from: number) =>
    inside.left + ((from / HOUR_S - begin) / (end - begin)) * (inside.right - inside.left);
  const y = (value: number) => inside.foot - (value / highest) * (inside.foot - inside.top);
  const points = arrivals.counts
    .map((count, index) => ({ count, from: index * arrivals.step_s }))
    .filter(({ from }) => from >= begin * HOUR_S)
    .map(({ count, from }) => ({ count, from, x: x(from), y: y(count) }));
  const values = Array.from({ length: highest / each + 1 }, (_, i) => i * each);
  const every = width < 420 ? 3 : width < 640 ? 2 : 1;
  const hours = Array.from({ length: end - begin + 1 }, (_, i) => begin + i).filter(
    (hour) => (hour - begin) % every === 0,
  );
  return {
    points,
    lines: values.map((value) => ({ value, y: y(value) })),
    hours: hours.map((hour) => ({ hour, x: x(hour * HOUR_S) })),
    inside,
  };
}

/** 09:15 of that many seconds since midnight. */
export function timeOfDay(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / HOUR_S) % 24, Math.floor(seconds / 60) % 60];
  return `${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`;
}
