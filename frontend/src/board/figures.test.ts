import { expect, test } from "vitest";
import { boardOf } from "./cast";
import { ALL, figure, HEADLINES, NOW, percent, TODAY } from "./figures";

const empty = boardOf().today;

test("shares are of those whom they are about", () => {
  const told = boardOf();
  expect(figure("within_promise", told, 0).value).toBe(75);
  expect(figure("abandoned", told, 0).value).toBe(20);
  expect(figure("bot_resolved", told, 0).value).toBe(40);
});

test("a share, a middle or a mean of nothing is not 0 but none", () => {
  const today = {
    ...empty,
    conversations: 0,
    answered: 0,
    abandoned: 0,
    first_response_p50_s: null,
    csat: null,
  };
  const told = boardOf({ today });
  for (const which of ["within_promise", "abandoned", "bot_resolved", "first_response", "csat"] as const)
    expect(figure(which, told, 5).value, which).toBeNull();
  expect(percent(0, 4)).toBe(0);
});

test("the oldest wait runs on between two frames, and is none when nobody waits", () => {
  expect(figure("oldest_wait", boardOf(), 2).value).toBe(62);
  expect(figure("oldest_wait", boardOf({ waiting: 0, oldest: null, oldest_wait_s: 0 }), 2).value).toBe(0);
});

test("the table has every figure of the page once", () => {
  expect([...ALL].sort()).toEqual([...new Set([...HEADLINES, "offered", ...NOW, ...TODAY])].sort());
});
