import { describe, expect, test } from "vitest";
import { person } from "../../cast";
import { along, byName, thin } from "./grid";
import { hoursFrom } from "./hours";

const skill = (key: string) => ({ key, name: {}, kind: "topic", free: 0, waiting: 0 });

describe("who can do what", () => {
  test("a skill of one or two people is thin; one that nobody has is another matter", () => {
    const people = [
      person("Ana", { skills: { en: 5, ja: 2 } }),
      person("Bo", { skills: { en: 3, ja: 1 } }),
      person("Cy", { skills: { en: 1, ja: 0 } }),
    ];
    expect(thin(["en", "ja", "fr"].map(skill), people)).toEqual(["ja"]);
  });

  test("people stand by name whatever their state is", () => {
    expect(byName([person("Cy"), person("Ana", { state: "offline" })]).map(({ id }) => id)).toEqual([
      "Ana",
      "Cy",
    ]);
  });

  test("the largest saving reaches the end of its scale, none stays at the line", () => {
    expect([along(-18, -18), along(-9, -18), along(0, -18), along(4, -18), along(0, 0)]).toEqual([
      0, 0.5, 1, 1, 1,
    ]);
  });
});

test("hours go by the site’s clock, through midnight", () => {
  const midnight = "2026-11-24T16:00:00.000Z";
  const now = Date.parse("2026-11-25T14:20:00.000Z");
  expect(hoursFrom(now, 3, midnight)).toEqual([
    { iso: "2026-11-25T15:00:00.000Z", clock: "23:00" },
    { iso: "2026-11-25T16:00:00.000Z", clock: "00:00" },
    { iso: "2026-11-25T17:00:00.000Z", clock: "01:00" },
  ]);
  expect(hoursFrom(now, 3, "")).toEqual([]);
});
