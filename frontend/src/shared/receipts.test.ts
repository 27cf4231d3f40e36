import { beforeEach, expect, test, vi } from "vitest";
import { receipts } from "./receipts";

beforeEach(() => void vi.useFakeTimers());

test("16 entries are receipted at once", () => {
  const tell = vi.fn();
  const { took } = receipts(tell);
  for (let seq = 1; seq <= 16; seq++) took("c", { seq });
  expect(tell.mock.calls).toEqual([[{ type: "got", conversation: "c", seq: 16 }]]);
});

test("fewer are receipted after a second, one frame for each conversation", () => {
  const tell = vi.fn();
  const { took } = receipts(tell);
  took("c", { seq: 1 });
  took("d", { seq: 4 });
  took("d", { n: 2 });
  expect(tell).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1_000);
  expect(tell.mock.calls.flat()).toEqual([
    { type: "got", conversation: "c", seq: 1 },
    { type: "got", conversation: "d", seq: 4, n: 2 },
  ]);
});
