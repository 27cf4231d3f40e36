import { expect, test } from "vitest";
import { plot, span, step, timeOfDay } from "./chart";

const SIZE = { width: 560, height: 268 };
const arrivals = (counts: number[]) => ({ start: "2026-11-24T16:00:00.000Z", step_s: 900, counts });
/** A day up to half past two: quiet until nine. */
const day = arrivals([...Array<number>(36).fill(0), ...Array.from({ length: 22 }, (_, i) => (i * 7) % 53)]);

test("there are at most four grid lines, evenly from 0 to what holds the highest count", () => {
  for (const most of [0, 1, 2, 3, 4, 9, 10, 52, 99, 100, 1_234]) {
    const { lines } = plot(arrivals([most]), SIZE);
    const values = lines.map(({ value }) => value);
    expect(values[0]).toBe(0);
    expect(values.length, `${most}`).toBeLessThanOrEqual(4);
    expect(values.at(-1)).toBeGreaterThanOrEqual(most);
  }
});

test("a step is 1, 2 or 5 of something", () => {
  expect([1, 3, 4, 6, 7, 15, 16, 52, 61, 301].map(step)).toEqual([1, 1, 2, 2, 5, 5, 10, 20, 50, 200]);
});

test("what the line shows is what the table says, read back from the picture", () => {
  const { points, lines, inside } = plot(day, SIZE);
  const highest = lines.at(-1)?.value ?? 0;
  const [begin, end] = span(day);
  for (const { x, y, count, from } of points) {
    expect(((inside.foot - y) / (inside.foot - inside.top)) * highest).toBeCloseTo(count, 6);
    const hours = begin + ((x - inside.left) / (inside.right - inside.left)) * (end - begin);
    expect(hours * 3_600).toBeCloseTo(from, 3);
    expect(count).toBe(day.counts[from / 900]);
  }
});

test("nothing that arrived is left out", () => {
  const shown = plot(day, SIZE).points.reduce((sum, { count }) => sum + count, 0);
  expect(shown).toBe(day.counts.reduce((sum, count) => sum + count, 0));
});

test("the hours reach from the first arrival to past now, twelve at least, inside the day", () => {
  expect(span(day)).toEqual([9, 21]);
  expect(span(arrivals([0, 0, 1]))).toEqual([0, 12]);
  expect(span(arrivals([]))).toEqual([0, 12]);
  expect(span(arrivals([...Array<number>(95).fill(0), 3]))).toEqual([12, 24]);
  expect(span(arrivals([1, ...Array<number>(95).fill(0)]))).toEqual([0, 24]);
});

test("now stands inside the picture at any time of the day", () => {
  for (let quarters = 1; quarters <= 96; quarters += 1) {
    const { points, inside } = plot(arrivals(Array<number>(quarters).fill(1)), SIZE);
    const x = points.at(-1)?.x ?? -1;
    expect(x).toBeGreaterThanOrEqual(inside.left);
    expect(x).toBeLessThanOrEqual(inside.right);
  }
});

test("a quarter is named by when it begins", () => {
  expect([0, 900, 52_200].map(timeOfDay)).toEqual(["00:00", "00:15", "14:30"]);
});
