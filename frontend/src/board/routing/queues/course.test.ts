import { describe, expect, test } from "vitest";
import type { LiveQueue, LiveWaiting } from "../shapes";
import { beside, course, queueOf } from "./course";

const says = (text: string) => ({ zh: text, en: text });
const waiting = (over: Partial<LiveWaiting> = {}): LiveWaiting => ({
  conversation: "1",
  name: "Lin",
  needs: { zh: 1, billing: 2 },
  team: null,
  offered: false,
  waited_s: 70,
  promise_s: 60,
  step: 1,
  why: says("all busy"),
  ...over,
});
const steps = [
  { after_s: 60, says: says("lower") },
  { after_s: 120, says: says("drop") },
];
const queue = (key: string, team: string | null = null): LiveQueue => ({
  key,
  needs: key.split("+").map((skill) => ({ skill, level: 1 })),
  team,
  steps,
  promise_s: 60,
  waiting: 1,
  offered: 0,
  oldest_wait_s: 5,
  capable: { online: 0, free: 0, busy: 0, break: 0, wrap_up: 0, not_responding: 0, offline: 0 },
  estimate: null,
});

describe("the course of a wait", () => {
  test("joined, the promise, the steps by their time; the last that has been is where it stands", () => {
    expect(course(waiting(), steps).map(({ at_s, state }) => [at_s, state])).toEqual([
      [0, "done"],
      [60, "done"],
      [60, "now"],
      [120, "ahead"],
    ]);
  });

  test("who has just come stands at the beginning", () => {
    expect(course(waiting({ waited_s: 0 }), steps).map(({ state }) => state)).toEqual([
      "now",
      "ahead",
      "ahead",
      "ahead",
    ]);
  });

  test("without a promise none is marked", () => {
    expect(course(waiting({ promise_s: 0 }), []).map(({ what }) => what)).toEqual(["joined"]);
  });
});

test("somebody waits in the queue of the same skills and the same team", () => {
  const queues = [queue("zh"), queue("zh+billing", "shop"), queue("zh+billing")];
  expect(queueOf(waiting(), queues)?.team).toBeNull();
  expect(queueOf(waiting({ team: "shop" }), queues)?.team).toBe("shop");
  expect(queueOf(waiting({ needs: { ja: 1 } }), queues)).toBeNull();
});

test("back and forth goes round, and begins anew where the one looked at has gone", () => {
  const all = ["1", "2", "3"].map((conversation) => waiting({ conversation }));
  expect([beside(all, "3", 1), beside(all, "1", -1), beside(all, "9", 1), beside([], "1", 1)]).toEqual([
    "1",
    "3",
    "1",
    null,
  ]);
});
