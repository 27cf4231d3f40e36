import { beforeEach, expect, test } from "vitest";
import { locale } from "../desk/room";
import { boardOf } from "./cast";
import { board } from "./room";
import { figureText, needsText, unit } from "./words";

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
