import { describe, expect, test } from "vitest";
import { person } from "../../cast";
import { byName, isClear, scaleOf, thin, worth } from "./grid";
import { busiest, clockOf, hoursFrom } from "./hours";

const skill = (key: string) => ({ key, name: {}, kind: "topic", free: 0, waiting: 0 });

describe("who can do what", () => {
  test("a skill of one or two people is thin; one that nobody has is another matter", () => {
    const people = [
      person("Ana", { skills: { en: 5, ja: 2 } }),
      person("Bo", { skills: { en: 3, ja: 1 } }),
      person("Cy", { skills: { en: 1, ja: 0 } }),
    ];
    expect(thin(["en", "ja", "fr"].map(skill), people)).toEqual(["ja"]);
  });

  test("people stand by name whatever their state is", () => {
    expect(byName([person("Cy"), person("Ana", { state: "offline" })]).map(({ id }) => id)).toEqual([
      "Ana",
      "Cy",
    ]);
  });

  test("the largest saving stands at the left end, no change has its place too", () => {
    const saves = (saves_s: number, saves_low_s: number, saves_high_s: number) => ({
      saves_s,
      saves_low_s,
      saves_high_s,
    });
    const scale = scaleOf([saves(10, 6, 15), saves(1, -5, 3)]);
    expect([15, 5, 0, -5].map(scale)).toEqual([0, 0.5, 0.75, 1]);
    expect(scaleOf([])(0)).toBe(1);
    expect([saves(10, 6, 15), saves(1, -5, 3), saves(2, 0, 4)].map(isClear)).toEqual([true, false, false]);
    expect(worth([saves(1, -5, 3), saves(0, -1, 1)])).toEqual([]);
    expect(worth([saves(10, 6, 15), ...Array.from({ length: 7 }, () => saves(1, -5, 3))])).toHaveLength(5);
  });
});

test("hours go by the site’s clock, through midnight", () => {
  const midnight = "2026-11-24T16:00:00.000Z";
  const now = Date.parse("2026-11-25T14:20:00.000Z");
  expect(hoursFrom(now, 3, midnight)).toEqual([
    { iso: "2026-11-25T15:00:00.000Z", clock: "23:00" },
    { iso: "2026-11-25T16:00:00.000Z", clock: "00:00" },
    { iso: "2026-11-25T17:00:00.000Z", clock: "01:00" },
  ]);
  expect(hoursFrom(now, 3, "")).toEqual([]);
});

test("an hour of another day is told by the site’s clock all the same", () => {
  expect(clockOf(Date.parse("2026-11-30T03:00:00.000Z"), "2026-11-24T16:00:00.000Z")).toBe("11:00");
  expect(clockOf(Date.parse("2026-11-20T15:00:00.000Z"), "2026-11-24T16:00:00.000Z")).toBe("23:00");
});

test("the busiest hour counts both of its halves over all queues", () => {
  const slots = ["09:00", "09:30", "10:00", "10:30"];
  expect(
    busiest({
      slots,
      values: [
        [3, 0, 2, 1],
        [0, null, 0, 1.5],
      ],
    }),
  ).toBe("10:00");
  expect(busiest({ slots, values: [[0, null, 0, 0]] })).toBeNull();
});
