/* Scales of the charts: from 0, at most four lines, at numbers that people count in. Pure. */
import { step } from "../chart";

const SPANS = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600];
const MOST_STEPS = 4;

/** The lines of a scale in seconds that reaches `most`. */
export function seconds(most: number): number[] {
  const each =
    SPANS.find((span) => span * MOST_STEPS >= most) ?? Math.ceil(most / MOST_STEPS / 3_600) * 3_600;
  return lines(each, most);
}

/** The lines of a scale of counts that reaches `most`. */
export const counts = (most: number) => lines(step(Math.max(most, 1)), most);

function lines(each: number, most: number): number[] {
  const steps = Math.max(1, Math.ceil(most / each - 1e-9));
  return Array.from({ length: steps + 1 }, (_, place) => place * each);
}

export interface Room {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly foot: number;
}

/** Where a value stands on a scale whose last line is `most`. */
export const height = (value: number, most: number, { top, foot }: Room) =>
  foot - (most > 0 ? value / most : 0) * (foot - top);

/** "12.0,34.5 …" for a line of points. */
export const pointsOf = (points: readonly (readonly [number, number])[]) =>
  points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
