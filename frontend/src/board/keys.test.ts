import { beforeEach, expect, test } from "vitest";
import { boardOf } from "./cast";
import { meaning, standing } from "./keys";
import { board, picked, twin, wall } from "./room";

function press(key: string, target: EventTarget = document.body): (() => void) | undefined {
  const event = new KeyboardEvent("keydown", { key });
  Object.defineProperty(event, "target", { value: target });
  return meaning(event);
}

beforeEach(() => {
  board.value = boardOf();
  wall.value = false;
  twin.value = false;
  picked.value = null;
});

test("a letter in a field is only a letter", () => {
  expect(press("f", document.createElement("textarea"))).toBeUndefined();
  expect(press("f")).toBeDefined();
});

test("J and K pick rows in the order in which they stand", () => {
  standing.ids = ["b", "a"];
  press("j")?.();
  expect(picked.value).toBe("b");
  press("j")?.();
  expect(picked.value).toBe("a");
  press("k")?.();
  expect(picked.value).toBe("b");
});

test("⇧ T turns all charts into tables and back", () => {
  press("T")?.();
  expect(twin.value).toBe(true);
});

test("on the wall only the way out works", () => {
  wall.value = true;
  for (const key of ["j", "k", "w", "W", "O", "T"]) expect(press(key), key).toBeUndefined();
  press("f")?.();
  expect(wall.value).toBe(false);
});
