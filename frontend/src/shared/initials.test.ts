import { expect, test } from "vitest";
import { initials } from "./initials";

test.each([
  ["Zhou Yutong", "ZY"],
  ["周雨桐", "周"],
  ["林 溪", "林"],
  ["Ana María Novak", "AN"],
  ["mei", "M"],
  ["  ", ""],
])("the mark of %j is %j, for staff and visitors alike", (name, mark) => {
  expect(initials(name)).toBe(mark);
});
