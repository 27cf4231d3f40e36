import { expect, test } from "vitest";
import { heatOf, hottest, partsOf, shownSlots } from "./heat";

const values = [
  [null, null, 2, null],
  [null, 10, null, null],
];

test("half hours before the first and after the last visitor aren’t shown", () => {
  expect(shownSlots({ values, slots: ["00:00", "00:30", "01:00", "01:30"] })).toEqual([1, 2]);
  expect(shownSlots({ values: [[null]], slots: ["00:00"] })).toBeNull();
});

test("the hottest has the darkest step, none has no step, and 0 the lightest", () => {
  const most = hottest(values);
  expect([10, 9.9, 2, 0, null].map((value) => heatOf(value, most))).toEqual([4, 4, 1, 0, null]);
  expect(heatOf(0, 0)).toBe(0);
});

test("a queue’s key names skills and a team", () => {
  expect(partsOf("zh+billing@care")).toEqual({ skills: ["zh", "billing"], team: "care" });
  expect(partsOf("any")).toEqual({ skills: [], team: null });
});
