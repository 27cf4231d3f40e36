import { expect, test } from "vitest";
import { counts, height, pointsOf, seconds } from "./scale";

test.each([
  [0, [0, 5]],
  [12, [0, 5, 10, 15]],
  [206, [0, 60, 120, 180, 240]],
  [20_000, [0, 7_200, 14_400, 21_600]],
])("a scale of %d s has at most four steps, at times that people count in", (most, lines) => {
  expect(seconds(most)).toEqual(lines);
});

test("a scale of counts reaches the most, and isn’t empty where nothing came", () => {
  expect(counts(52)).toEqual([0, 20, 40, 60]);
  expect(counts(0)).toEqual([0, 1]);
});

test("0 stands at the foot and the last line at the top", () => {
  const room = { left: 0, right: 10, top: 20, foot: 120 };
  expect([height(0, 60, room), height(60, 60, room), height(15, 60, room)]).toEqual([120, 20, 95]);
});

test("points are written for an SVG", () => {
  expect(
    pointsOf([
      [1, 2.25],
      [3.04, 4],
    ]),
  ).toBe("1.0,2.3 3.0,4.0");
});
