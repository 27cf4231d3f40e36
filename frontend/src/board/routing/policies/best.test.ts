import { expect, test } from "vitest";
import { best } from "./best";

const one = (policy: string, mean_wait_s: number, within_promise: number) => ({
  policy,
  mean_wait_s,
  p80_wait_s: 10,
  abandoned: 0.1,
  within_promise,
  occupancy_gini: 0.02,
  now: false,
});
const policies = [one("promise", 12, 0.9), one("round_robin", 20, 0.8), one("edd", 12, 0.95)];

test("the shortest wait is best, and two may share it", () => {
  expect([...best(policies, "mean_wait_s")]).toEqual(["promise", "edd"]);
});

test("of promises kept, more is better", () => {
  expect([...best(policies, "within_promise")]).toEqual(["edd"]);
});

test("where all are alike none is best", () => {
  expect(best(policies, "p80_wait_s").size).toBe(0);
  expect(best([one("promise", 1, 1)], "mean_wait_s").size).toBe(0);
});
