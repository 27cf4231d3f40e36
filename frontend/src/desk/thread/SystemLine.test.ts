import { expect, test } from "vitest";
import { decision } from "../why/cast";
import { brought } from "./SystemLine";

test("who joined didn’t come by an offer that they had declined or let run out", () => {
  const by = (outcome: Parameters<typeof brought>[0]["outcome"]) => brought(decision({ outcome }), "a");
  expect([by("accepted"), by(null), by("declined"), by("expired"), by("lost")]).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
  expect(brought(decision(), "b")).toBe(false);
});
