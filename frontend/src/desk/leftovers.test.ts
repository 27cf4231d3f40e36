import { beforeEach, expect, test } from "vitest";
import { disown } from "./leftovers";
import { kept } from "./room";

beforeEach(() => {
  localStorage.clear();
  disown("a1");
  kept.setItem("draft:v1", "half a sen");
  kept.setItem("out:x", "{}");
  kept.setItem("locale", "zh");
});

test("the same agent finds what they left", () => {
  expect(disown("a1")).toBe(false);
  expect(kept.getItem("draft:v1")).toBe("half a sen");
});

test("another agent at the same browser sends nothing of the one before", () => {
  expect(disown("a2")).toBe(true);
  expect([kept.getItem("draft:v1"), kept.getItem("out:x"), kept.getItem("locale")]).toEqual([
    null,
    null,
    "zh",
  ]);
});
