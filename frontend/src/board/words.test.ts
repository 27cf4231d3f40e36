import { beforeEach, expect, test } from "vitest";
import { locale } from "../desk/room";
import { boardOf } from "./cast";
import { board } from "./room";
import { figureText, needsText, unit, wallClock } from "./words";

beforeEach(() => {
  locale.value = "en";
});

test("figures read as people read them", () => {
  expect(figureText({ value: 1_254, as: "count" })).toBe("1,254");
  expect(figureText({ value: 132.9, as: "seconds" })).toBe("2:12");
  expect(figureText({ value: 3_930, as: "seconds" })).toBe("1 h 05");
  expect(["3.1", "91", "0", "10"]).toEqual(
    [3.12, 90.9, 0, 10].map((value) => figureText({ value, as: "percent" })),
  );
  expect(figureText({ value: 4.625, as: "score" })).toBe("4.63");
});

test("where there is nothing to count of, a dash stands without a unit", () => {
  expect(figureText({ value: null, as: "percent" })).toBe("–");
  expect(unit({ value: null, as: "percent" })).toBe("");
  expect(unit({ value: 3, as: "percent" })).toBe(" %");
});

test("a wait of hours is said in Chinese words", () => {
  locale.value = "zh";
  expect(figureText({ value: 3_930, as: "seconds" })).toBe("1 小时 5 分");
});

test("skills are named as the firm names them, in the reader's language", () => {
  board.value = boardOf({
    skills: [{ key: "invoices", name: { zh: "发票", en: "Invoices" }, kind: "topic", free: 0, waiting: 1 }],
  });
  expect(needsText({ invoices: 3, returns: 2 })).toBe("Invoices, Returns");
  locale.value = "zh";
  expect(needsText({ invoices: 3, returns: 2 })).toBe("发票、退换货");
});

test.each([
  ["east of Greenwich", "2026-11-25T16:00:00.000Z", "Thu 26 Nov 00:06:18"],
  ["at Greenwich", "2026-11-25T00:00:00.000Z", "Wed 25 Nov 16:06:18"],
  ["west of it", "2026-11-25T08:00:00.000Z", "Wed 25 Nov 08:06:18"],
  ["half an hour aside", "2026-11-24T18:30:00.000Z", "Wed 25 Nov 21:36:18"],
])("the clock is that of a site %s, as its day began", (_, midnight, shown) => {
  expect(wallClock(Date.parse("2026-11-25T16:06:18Z"), midnight)).toBe(shown);
});
