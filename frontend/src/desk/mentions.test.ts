import { expect, test } from "vitest";
import { named, parts } from "./mentions";

const people = [
  { id: "1", name: "Ana" },
  { id: "2", name: "Ana Lee" },
  { id: "3", name: "林溪" },
];

test("a longer name isn’t taken for a shorter one, and each is named once", () => {
  expect(named("@Ana Lee, look; @ana lee?", people)).toEqual(["2"]);
  expect(named("@Ana and @Ana Lee", people)).toEqual(["1", "2"]);
});

test("a Chinese name is found in the middle of a sentence, a Latin one not inside a word", () => {
  expect(named("请@林溪看一下", people)).toEqual(["3"]);
  expect(named("mail me @anatomy.example", people)).toEqual([]);
});

test("the parts put together are the text", () => {
  const text = "请@林溪看一下, @Ana";
  expect(
    parts(text, people)
      .map((part) => part.text)
      .join(""),
  ).toBe(text);
  expect(
    parts(text, people)
      .filter((part) => part.name)
      .map((part) => part.text),
  ).toEqual(["@林溪", "@Ana"]);
  expect(parts(text, [])).toEqual([{ text, name: false }]);
});
