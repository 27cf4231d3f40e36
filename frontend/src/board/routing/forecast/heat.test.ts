import { expect, test } from "vitest";
import { anybody, heatOf, hottest, partsOf, shownSlots } from "./heat";

const values = [
  [null, null, 2, null],
  [null, 10, null, null],
];

test("half hours before the first and after the last visitor aren’t shown", () => {
  const slots = ["00:00", "00:30", "01:00", "01:30"];
  expect(shownSlots({ values, slots, measure: "wait" })).toEqual([1, 2]);
  expect(shownSlots({ values: [[0, 0, 0.2, 0]], slots, measure: "arrivals" })).toEqual([2, 2]);
  expect(shownSlots({ values: [[null]], slots: ["00:00"], measure: "wait" })).toBeNull();
});

test("a wait of nothing is a wait, an arrival of nobody is none", () => {
  expect(anybody(0, { measure: "wait" })).toBe(true);
  expect(anybody(0, { measure: "arrivals" })).toBe(false);
  expect(anybody(null, { measure: "wait" })).toBe(false);
});

test("the hottest has the darkest step, 0 the lightest", () => {
  const most = hottest(values);
  expect([10, 9.9, 2, 0].map((value) => heatOf(value, most))).toEqual([4, 4, 1, 0]);
  expect(heatOf(0, 0)).toBe(0);
});

test("a queue’s key names skills and a team", () => {
  expect(partsOf("zh+billing@care")).toEqual({ skills: ["zh", "billing"], team: "care" });
  expect(partsOf("any")).toEqual({ skills: [], team: null });
});
