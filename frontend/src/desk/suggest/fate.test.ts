import { describe, expect, test } from "vitest";
import { fate, joined, kept } from "./fate";

const SHADE = "Only the shade has to come back; a new one is free and takes 2–3 days.";
const rows = [
  { article: "kb-118", text: SHADE },
  { article: "kb-042", text: "签收后 30 天内，可以选择换货或退款。" },
];

describe("what became of a suggestion", () => {
  test("sent as it was put in, blanks aside, it was inserted", () => {
    expect(fate(rows, "kb-118", `  ${SHADE.replace(" ", "  ")}\n`)).toEqual({
      article: "kb-118",
      act: "inserted",
    });
  });

  test("changed or added to, it was edited", () => {
    expect(fate(rows, "kb-118", `Hello Yutong, ${SHADE}`)?.act).toBe("edited");
    expect(fate(rows, "kb-042", "您好，签收后 30 天内都可以换货。")).toEqual({
      article: "kb-042",
      act: "edited",
    });
  });

  test("wiped and written anew, it was ignored, and so it says of the one that was put in", () => {
    expect(fate(rows, "kb-042", "请发一张照片给我看看")).toEqual({ article: "kb-042", act: "ignored" });
  });

  test("with none put in, the best one was ignored, also by an answer that says the same", () => {
    expect(fate(rows, null, SHADE)).toEqual({ article: "kb-118", act: "ignored" });
  });

  test("where nothing was suggested there is nothing to count", () => {
    expect(fate([], null, "Hello")).toBeNull();
  });
});

test("the share that is kept counts a repeated pair once for each that is there", () => {
  expect(kept("aaaa", "aa")).toBeCloseTo(1 / 3);
  expect(kept("ab", "xaby")).toBe(1);
});

test("what was typed stays in front of what is put in", () => {
  expect(joined("", "B")).toBe("B");
  expect(joined("Hello, ", "B")).toBe("Hello,\nB");
});
