import { expect, test } from "vitest";
import { verdict } from "./suggest";

const row = (article: string, text: string) => ({ article, text, question: "?", confidence: 0.9, why: {} });
const SHADE = row("kb-1", "Only the shade has to come back.");
const PICK_UP = row("kb-2", "A courier can collect the parcel.");

test("what was put in for an earlier message counts for that one, when the visitor wrote on before it was sent", () => {
  const now = { seq: 7, rows: [PICK_UP], room: 1, put: null, carried: { row: SHADE, seq: 5 } };
  expect(verdict(now, SHADE.text)).toEqual({ article: "kb-1", act: "inserted", seq: 5 });
});

test("what is put in for the new message counts before what was carried on", () => {
  const now = { seq: 7, rows: [PICK_UP], room: 1, put: "kb-2", carried: { row: SHADE, seq: 5 } };
  expect(verdict(now, PICK_UP.text)).toEqual({ article: "kb-2", act: "inserted", seq: 7 });
});

test("an answer before the suggestions came counts nothing", () => {
  expect(verdict({ seq: 7, rows: null, room: 0, put: null }, "Hello")).toBeNull();
});
