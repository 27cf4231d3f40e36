import { describe, expect, test } from "vitest";
import type { Forecast } from "../shapes";
import { busyHours, dateOf, daysOf, mostOf, shiftOf } from "./days";

const forecast = (over: Partial<Forecast> = {}): Forecast => ({
  start: "2026-11-24T16:00:00.000Z",
  step_s: 21_600 as 900,
  actual: [0, 9],
  needs_days: 0,
  mean: [0, 2, 3, 0, 0, 4],
  low: [0, 1, 1, 0, 0, 2],
  high: [0, 4, 6, 0, 0, 8],
  tested: null,
  holidays: ["2026-11-26"],
  ...over,
});

describe("the forecast by days", () => {
  test("each has its quarters, its sum, and whether it is a holiday; the last may be short", () => {
    const days = daysOf(forecast());
    expect(days.map(({ quarters, total, holiday }) => [quarters.length, total, holiday])).toEqual([
      [4, 5, false],
      [2, 4, true],
    ]);
    expect(days[1]?.quarters[1]).toEqual({ came: null, from: 21_600, mean: 4, low: 2, high: 8 });
    expect(days[0]?.quarters.map(({ came }) => came)).toEqual([0, 9, null, null]);
  });

  test("a day is named by the clock of the site, east and west", () => {
    expect(dateOf(Date.parse("2026-11-24T16:00:00Z"))).toBe("2026-11-25");
    expect(dateOf(Date.parse("2026-11-25T05:00:00Z"))).toBe("2026-11-25");
    expect(shiftOf(Date.parse("2026-11-25T00:00:00Z"))).toBe(0);
  });

  test("the scale reaches the upper end of the band and what came; the table leaves out the hours in which nobody comes", () => {
    const days = daysOf(forecast());
    expect(mostOf(days)).toBe(9);
    expect(busyHours(days)).toEqual([21_600, 43_200]);
    expect(busyHours([])).toEqual([0, 86_400]);
  });
});
