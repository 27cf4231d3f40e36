import { expect, test } from "vitest";
import type { Kind } from "../protocol.gen";
import type { Line } from "../shared/timeline";
import { groups } from "./groups";

let seq = 0;
const line = (
  minute: number,
  role: "visitor" | "agent" | "bot" | "system",
  kind: Kind = "message",
  name = role,
) =>
  ({
    seq: ++seq,
    kind,
    author: { role, name },
    at: new Date(2026, 0, 5, 9, minute).toISOString(),
  }) as unknown as Line;
const sizes = (...lines: Line[]) => groups(lines).map((group) => `${group.sort} ${group.lines.length}`);

test("what one says in a row stands together, another author opens a new group", () => {
  expect(sizes(line(0, "visitor"), line(1, "visitor"), line(1, "bot"), line(2, "bot", "choices"))).toEqual([
    "me 2",
    "bot 2",
  ]);
});

test("five minutes of silence part the bubbles of one author", () => {
  expect(sizes(line(0, "visitor"), line(6, "visitor"))).toEqual(["me 1", "me 1"]);
});

test("two agents of different names are two groups", () => {
  expect(sizes(line(0, "agent", "message", "agent"), line(1, "agent", "message", "bot"))).toEqual([
    "agent 1",
    "agent 1",
  ]);
});

test("system lines stand alone, and the first line of a day names it", () => {
  const made = groups([line(0, "system", "joined"), line(0, "system", "left")]);
  expect(made.map((group) => [group.lines.length, group.day !== null])).toEqual([
    [1, true],
    [1, false],
  ]);
});

test("a ticket stands once, where its latest change is", () => {
  const ticket = (minute: number, number: string) =>
    ({ ...line(minute, "system", "ticket"), data: { number } }) as Line;
  const lines = [ticket(0, "T-1"), line(1, "visitor"), ticket(2, "T-2"), ticket(3, "T-1")];
  expect(groups(lines).map((group) => group.lines[0])).toEqual(lines.slice(1));
});
