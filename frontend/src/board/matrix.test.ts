import { expect, test } from "vitest";
import { person } from "./cast";
import { boxes, columns, freeUnits, marks, matrix } from "./matrix";

const skill = (key: string, free: number, waiting: number) => ({
  key,
  name: { zh: key, en: key },
  kind: "topic",
  free,
  waiting,
});

test("only who is online and has a unit left is tinted, and only where they have the skill", () => {
  const people = [
    person("free", { skills: { zh: 5 }, load: 2 }),
    person("full", { skills: { zh: 4 }, load: 3 }),
    person("busy", { skills: { zh: 3 }, state: "busy" }),
    person("other", { skills: { en: 5 } }),
  ];
  const [line] = matrix({ skills: [skill("zh", 1, 0)] }, people);
  expect(line?.cells).toEqual([
    { level: 5, free: true },
    { level: 4, free: false },
    { level: 3, free: false },
    { level: 0, free: false },
  ]);
});

test("a skill is short when more wait than there are free units", () => {
  const lines = matrix({ skills: [skill("zh", 1, 2), skill("en", 2, 2), skill("ja", 0, 0)] }, []);
  expect(lines.map(({ short }) => short)).toEqual([true, false, false]);
});

test("a column moves only when somebody comes or goes", () => {
  const people = [person("b", { state: "break" }), person("a", { state: "offline" }), person("c")];
  expect(columns(people).map(({ id }) => id)).toEqual(["b", "c", "a"]);
  expect(columns(people.map((one) => ({ ...one, load: 2 }))).map(({ id }) => id)).toEqual(["b", "c", "a"]);
});

test("two who share their initials are told apart", () => {
  const people = [
    person("1", { name: "Mei Chen" }),
    person("2", { name: "Max Cole" }),
    person("3", { name: "" }),
  ];
  expect(marks(people)).toEqual(["MC", "MC2", "·"]);
});

test("there is a box for each unit, and one more for each that is over", () => {
  expect(boxes(person("a", { load: 2 }))).toEqual([true, true, false]);
  expect(boxes(person("a", { load: 4 }))).toEqual([true, true, true, true]);
  expect(freeUnits(person("a", { load: 4 }))).toBe(0);
});
