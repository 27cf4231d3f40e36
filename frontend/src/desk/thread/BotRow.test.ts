import { expect, test } from "vitest";
import { entry } from "../cast";
import type { Item } from "../thread";
import { confidence } from "./BotRow";

const bot = (seq: number, data?: Record<string, unknown>): Item => {
  const line = entry(seq, { author: { role: "bot" }, ...(data ? { data } : {}) });
  return { kind: "entry", at: line.at, line: line as never };
};

test("an answer is shown with how sure the bot was of it", () => {
  expect(confidence([bot(1, { confidence: 0.7 }), bot(2, { confidence: 0.91 })])).toBe(0.91);
});

test("after a miss no earlier answer lends its confidence", () => {
  expect(confidence([bot(1, { confidence: 0.91 }), bot(2)])).toBeNull();
  expect(confidence([])).toBeNull();
});
