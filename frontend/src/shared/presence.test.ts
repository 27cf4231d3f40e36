import { beforeEach, expect, test, vi } from "vitest";
import { reader, typist } from "./presence";

beforeEach(() => void vi.useFakeTimers());

test("typing is said at most every 3 s and taken back after 5 s of rest", () => {
  const tell = vi.fn();
  const { wrote } = typist(tell);
  for (const text of ["h", "he", "hel"]) wrote(text);
  expect(tell.mock.calls.flat()).toEqual([{ type: "typing", on: true }]);
  vi.advanceTimersByTime(5_000);
  expect(tell).toHaveBeenLastCalledWith({ type: "typing", on: false });
  expect(tell).toHaveBeenCalledTimes(2);
});

test("an emptied field takes typing back at once", () => {
  const tell = vi.fn();
  const { wrote } = typist(tell);
  wrote("h");
  wrote("");
  expect(tell).toHaveBeenLastCalledWith({ type: "typing", on: false });
});

test("the same place is never reported as read twice", () => {
  const tell = vi.fn();
  const read = reader(tell);
  for (const seq of [3, 3, 2, 4]) read("c", seq);
  expect(tell.mock.calls.flat().map((frame) => frame.seq)).toEqual([3, 4]);
});
