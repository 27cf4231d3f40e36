import { expect, test } from "vitest";
import { comesAgain, delay } from "./backoff";

test("the wait doubles from 250 ms and never passes 10 s", () => {
  expect([0, 1, 2, 10].map((attempt) => delay(attempt, 1))).toEqual([250, 500, 1_000, 10_000]);
});

test("full jitter may also mean at once", () => {
  expect(delay(5, 0)).toBe(0);
});

test("a socket closed with 4500–4999 stays closed, any other comes again", () => {
  expect([1006, 4012, 4499, 4500, 4501, 4999, 5000].map(comesAgain)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
    true,
  ]);
});
