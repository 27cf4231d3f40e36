/* A made-up decision for the tests: two agents compared by two figures. */
import type { Candidate, Decision } from "../../board/routing/shapes";

const both = (text: string) => ({ zh: text, en: text });
type Figure = Candidate["figures"][number];
export const figure = (name: string, value: number | null): Figure => ({
  name: both(name),
  value,
  says: both(String(value)),
});
export const candidate = (id: string, values: readonly (number | null)[], chosen = false): Candidate => ({
  id,
  name: id.toUpperCase(),
  figures: values.map((value, place) => figure(["open", "load"][place] ?? "more", value)),
  chosen,
});

export function decision(over: Partial<Decision> = {}): Decision {
  return {
    id: "1",
    conversation: "v1",
    at: "2026-11-25T12:00:00.000Z",
    rule: "arrival",
    agent: { id: "a", name: "A" },
    waited_s: 3,
    promise_s: 60,
    step: 0,
    why: { zh: "最空闲", en: "Freest" },
    candidates: [candidate("a", [0, 0.3], true), candidate("b", [0, 0.6])],
    eligible: 0,
    excluded: [{ reason: "full", says: { zh: "2 位名额已满", en: "2 full" }, count: 2 }],
    runner_up: "b",
    margin: 0.3,
    policy: "promise/1",
    recomputed: true,
    outcome: "accepted",
    ...over,
  };
}
