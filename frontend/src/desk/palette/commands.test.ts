import { expect, test } from "vitest";
import { type Command, found, marked } from "./commands";

const command = (word: string, group: Command["group"], beside = ""): Command => ({
  key: word,
  group,
  icon: "chat",
  word,
  beside,
  press: "",
  run: () => {},
});
const ALL = [
  command("Busy", "state", "your state"),
  command("Oskar Berg", "go", "the transformer hums"),
  command("Note on transfer", "act"),
  command("Transfer this conversation", "act"),
];
const words = (typed: string) => found(ALL, typed).map(({ word }) => word);

test("actions come before ways, ways before states, and what begins with the word leads", () => {
  expect(words("trans")).toEqual(["Transfer this conversation", "Note on transfer", "Oskar Berg"]);
});

test("every word must be there, in the name or beside it", () => {
  expect(words("hums oskar")).toEqual(["Oskar Berg"]);
  expect(words("hums mei")).toEqual([]);
});

test("with nothing typed everything is offered", () => {
  expect(words(" ")).toHaveLength(ALL.length);
});

test("the found place is marked, whatever its case", () => {
  expect(marked("Transfer", "ANS")).toEqual(["Tr", "ans", "fer"]);
  expect(marked("Transfer", "x")).toEqual(["Transfer", "", ""]);
});
