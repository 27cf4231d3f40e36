import { render } from "preact";
import { act } from "preact/test-utils";
import { beforeEach, expect, test } from "vitest";
import type { Decision } from "../../board/routing/shapes";
import { told, welcome } from "../cast";
import { desk, locale } from "../room";
import { decision } from "./cast";
import { DecisionCard, OutcomeChip } from "./DecisionCard";

const place = document.createElement("div");
const card = (over: Partial<Decision> = {}) => {
  act(() => render(<DecisionCard decision={decision(over)} open />, place));
  return place.textContent ?? "";
};
const chip = (outcome: Decision["outcome"]) => {
  act(() => render(<OutcomeChip outcome={outcome} />, place));
  return place.textContent;
};

beforeEach(() => {
  locale.value = "en";
  desk.value = told(welcome([]));
});

test("the card says why, who was compared, who wasn’t, who was next and that a recount agrees", () => {
  const text = card();
  for (const part of [
    "Freest",
    "waited 0:03 of 1:00",
    "decided on arrival",
    "Not compared: 2 full",
    "Next would have been B: behind by 0.3 in “load”.",
    "Recomputed from its record: agrees",
  ])
    expect(text).toContain(part);
  expect([...place.querySelectorAll("tbody tr")].map((row) => row.textContent)).toEqual([
    "A, chosen00.3",
    "B00.6",
  ]);
});

test("a recount that differs is said, and one that can’t be made is not", () => {
  expect(card({ recomputed: false })).toContain("differs. Tell whoever runs the server");
  expect(card({ recomputed: null })).not.toContain("Recomputed");
});

test("a freed slot compares visitors, nameless ones by their mark", () => {
  const candidates = decision().candidates.map((one) => ({ ...one, id: "71234", name: "" }));
  expect(card({ rule: "slot", candidates })).toContain("Visitor 1234");
});

test("what was taken by hand was compared with nobody", () => {
  expect(card({ rule: "manual", candidates: [], runner_up: null })).toContain("Taken by hand");
});

test("an offer that was declined or ran out isn’t told like one that was accepted", () => {
  expect((["accepted", "declined", "expired", "lost", null] as const).map(chip)).toEqual([
    "accepted",
    "declined",
    "ran out",
    "connection lost",
    "being asked",
  ]);
});
