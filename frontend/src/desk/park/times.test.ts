import { expect, test } from "vitest";
import { asField, fromField, proposed, rests } from "./times";

const EVENING = new Date(2026, 10, 30, 22, 13, 20).getTime();

test("tomorrow is nine in the morning of the next day, also over the end of a month", () => {
  const [visitor, hour, tomorrow] = rests(EVENING);
  expect(visitor?.until).toBeNull();
  expect(hour?.until).toEqual(new Date(2026, 10, 30, 23, 13, 20));
  expect(tomorrow?.until).toEqual(new Date(2026, 11, 1, 9));
});

test("the proposed time is round and read back as it was shown", () => {
  expect(proposed(EVENING)).toBe("2026-12-01T00:15");
  expect(fromField(proposed(EVENING), EVENING)).toEqual(new Date(2026, 11, 1, 0, 15));
});

test("no time and a time that is over are none", () => {
  expect(fromField("", EVENING)).toBeNull();
  expect(fromField(asField(new Date(EVENING)), EVENING)).toBeNull();
});
