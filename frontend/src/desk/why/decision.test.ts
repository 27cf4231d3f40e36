import { describe, expect, test } from "vitest";
import { candidate, decision } from "./cast";
import { deciding, LOOKS, latestFirst, outcomeOf, runnerUp } from "./decision";

describe("which figure decided", () => {
  test("the first in which the two best differ", () => {
    expect(deciding([candidate("a", [0, 0.3]), candidate("b", [0, 0.6])])).toBe(1);
    expect(deciding([candidate("a", [0, null]), candidate("b", [1, 5])])).toBe(0);
  });

  test("none where they are alike, or where there was nobody else", () => {
    expect(deciding([candidate("a", [0, 1]), candidate("b", [0, 1])])).toBeNull();
    expect(deciding([candidate("a", [0, 1])])).toBeNull();
    expect(deciding([])).toBeNull();
  });
});

test("an accepted, a declined, an expired offer and one still open look different", () => {
  const looks = (["accepted", "declined", "expired", "lost", "taken", "withdrawn", null] as const).map(
    (outcome) => {
      const { icon, tone } = LOOKS[outcomeOf({ outcome })];
      return `${icon} ${tone}`;
    },
  );
  expect(new Set(looks).size).toBe(7);
});

test("the runner-up is named only if it was compared", () => {
  expect(runnerUp(decision())?.name).toBe("B");
  expect(runnerUp(decision({ runner_up: "z" }))).toBeNull();
  expect(runnerUp(decision({ runner_up: null }))).toBeNull();
});

test("the latest decision comes first; of one moment the one that was written later", () => {
  const at = (minute: number) => `2026-11-25T12:0${minute}:00.000Z`;
  const all = [
    decision({ id: "1", at: at(0) }),
    decision({ id: "9", at: at(2) }),
    decision({ id: "10", at: at(2) }),
  ];
  expect(latestFirst(all).map(({ id }) => id)).toEqual(["10", "9", "1"]);
});
