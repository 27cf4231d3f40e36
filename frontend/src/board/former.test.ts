import { expect, test } from "vitest";
import { entry } from "../desk/cast";
import { former } from "./former";

const left = (seq: number, id: string, name: string) =>
  entry(seq, { kind: "left", data: { agent: { id, name } } });

test("it goes back to the last agent who left and isn't the supervisor", () => {
  const lines = [left(1, "a1", "Mei"), left(2, "a2", "Tao"), entry(3), left(4, "me", "Zhou")];
  expect(former(lines, "me")).toEqual({ id: "a2", name: "Tao" });
});

test("where nobody had it before, there is nobody to give it back to", () => {
  expect(former([entry(1)], "me")).toBeNull();
});
