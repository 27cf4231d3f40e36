import { render } from "preact";
import { act } from "preact/test-utils";
import { beforeEach, expect, test } from "vitest";
import { card, entry, ME, NOW, thread, told, welcome } from "../cast";
import { draftOf } from "../drafts";
import { desk, locale } from "../room";
import { Suggestions } from "./Suggestions";
import { folded, shown } from "./suggest";

const row = (n: number, confidence: number) => ({
  article: `kb-${n}`,
  question: `Question ${n}`,
  text: `Answer ${n}`,
  confidence,
  why: { en: `Matches ${n}`, zh: "" },
});

function show(over: object = {}): HTMLElement {
  const mine = card("v1", { state: "live", assignee: ME, ...over });
  desk.value = told(welcome([mine]), entry(1));
  const place = document.createElement("div");
  document.body.replaceChildren(place);
  act(() => render(<Suggestions card={{ ...mine, heardAt: NOW }} thread={thread(desk.value)} />, place));
  return place;
}

beforeEach(() => {
  localStorage.clear();
  locale.value = "en";
  folded.value = false;
  shown.value = { v1: { seq: 1, rows: [row(1, 0.94), row(2, 0.46)], room: 2, put: null } };
});

test("each row says how sure it is, what, and where from; only a sure one is green", () => {
  const rows = [...show().querySelectorAll("li")];
  expect(rows.map((one) => one.textContent)).toEqual([
    "1 94 %Answer 1Question 1",
    "2 46 %Answer 2Question 2",
  ]);
  expect(rows.map((one) => one.querySelector(".c")?.classList.contains("good"))).toEqual([true, false]);
});

test("a press puts the answer into the field, and the row stays marked", () => {
  const place = show();
  act(() => place.querySelectorAll<HTMLButtonElement>("li button")[1]?.click());
  expect(draftOf("v1")).toBe("Answer 2");
  expect(place.querySelector(".sug-row.on")?.textContent).toContain("Answer 2");
});

test("what is over, parked or somebody else’s has none", () => {
  expect(show({ state: "resolved" }).textContent).toBe("");
  expect(show({ state: "parked" }).textContent).toBe("");
  expect(show({ assignee: { ...ME, id: "a2" } }).textContent).toBe("");
});

test("folded, they take one line and stay so", () => {
  const place = show();
  act(() => place.querySelector<HTMLButtonElement>("h2 button")?.click());
  expect(place.querySelectorAll("li")).toHaveLength(0);
  expect(show().querySelectorAll("li")).toHaveLength(0);
});
