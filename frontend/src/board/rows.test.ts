import { expect, test } from "vitest";
import { row } from "./cast";
import { atRisk, neighbour, steady, tone, used } from "./rows";

const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);

test("at risk is who waits and has used half of the promise, least time left first", () => {
  const rows = [
    row("early", { waited_s: 59 }),
    row("half", { waited_s: 60 }),
    row("over", { waited_s: 130 }),
    row("live", { waited_s: 130, state: "live" }),
    row("unpromised", { waited_s: 900, promise_s: 0 }),
    row("asked", { waited_s: 100, state: "offered" }),
  ];
  expect(ids(atRisk(rows, 0))).toEqual(["over", "asked", "half"]);
  expect(ids(atRisk(rows, 1))).toEqual(["over", "asked", "half", "early"]);
});

test("the ring warns from three quarters and turns bad when the promise is used up", () => {
  const at = (waited_s: number) => tone(used(row("v1", { waited_s }), 0));
  expect([0, 89, 90, 119, 120, 500].map(at)).toEqual(["", "", "warn", "warn", "bad", "bad"]);
});

test("while the list is pointed at, known rows keep their place, gone ones go, new ones come last", () => {
  const rows = [row("new"), row("b"), row("a")];
  expect(ids(steady(rows, ["a", "gone", "b"]))).toEqual(["a", "b", "new"]);
});

test("the keys move by one and stop at the ends", () => {
  const list = ["a", "b", "c"];
  expect(neighbour(list, null, 1)).toBe("a");
  expect(neighbour(list, null, -1)).toBe("c");
  expect(neighbour(list, "b", 1)).toBe("c");
  expect(neighbour(list, "c", 1)).toBe("c");
  expect(neighbour(list, "gone", 1)).toBe("a");
  expect(neighbour([], "a", 1)).toBeNull();
});
