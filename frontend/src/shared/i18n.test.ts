import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import en from "../../locales/en.json";
import zh from "../../locales/zh.json";
import { form, localeOf, ordinal, speak } from "./i18n";

const keys = (catalogue: Record<string, Record<string, string>>) =>
  Object.entries(catalogue).flatMap(([part, words]) => Object.keys(words).map((key) => `${part} ${key}`));

const source = readdirSync("src", { recursive: true })
  .map(String)
  .filter((file) => /\.tsx?$/.test(file) && !file.includes(".test."))
  .map((file) => readFileSync(`src/${file}`, "utf8"))
  .join("\n");

test("both locales have the same keys", () => {
  expect(keys(zh)).toEqual(keys(en));
});

/** Keys that the source puts together, by what they begin with: `state_${state}` or term("state", state). */
const families = [...source.matchAll(/`([a-z_]+_)\$\{|\bterm\(\s*"([a-z_]+)"/g)].map(
  ([, start, prefix]) => start ?? `${prefix}_`,
);

test("every sentence is used somewhere, its key written out or put together from a family", () => {
  const named = (key: string) =>
    source.includes(`"${key}"`) || families.some((start) => key.startsWith(start));
  const used = (key: string) => named(key) || named(key.replace(/_one$/, ""));
  const unused = keys(en).filter((key) => !used(key.split(" ")[1] ?? ""));
  expect(unused).toEqual([]);
});

test("both locales have the same blanks in each sentence", () => {
  const blanks = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([blank]) => blank).sort();
  for (const [part, words] of Object.entries<Record<string, string>>(en)) {
    const others: Record<string, string> = zh[part as keyof typeof zh];
    for (const [key, text] of Object.entries(words))
      expect(blanks(others[key] ?? ""), key).toEqual(blanks(text));
  }
});

test("a blank is filled in, an unknown one is left", () => {
  expect(speak({ hi: "Hi {name} {x}" })("hi", { name: "Mei" })).toBe("Hi Mei {x}");
});

test("the first known wish decides the locale", () => {
  expect([localeOf(["fr", "zh-TW"]), localeOf(["en_GB"]), localeOf([], "zh")]).toEqual(["zh", "en", "zh"]);
});

test("English counts 1st, 2nd, 3rd, 11th", () => {
  expect([1, 2, 3, 4, 11, 22].map(ordinal)).toEqual(["1st", "2nd", "3rd", "4th", "11th", "22nd"]);
});

test("one of a thing has a sentence of its own where the language wants one", () => {
  const words = { chats: "chats", chats_one: "chat", free: "free" };
  expect([form(words, "chats", 1), form(words, "chats", 2), form(words, "free", 1)]).toEqual([
    "chats_one",
    "chats",
    "free",
  ]);
});
