import { beforeEach, expect, test } from "vitest";
import { card, ME, offer, told, welcome } from "./cast";
import { meaning } from "./keys";
import { customerOpen, desk, ending, floating, noting, route, routeOf } from "./room";
import { shown } from "./suggest/suggest";

/** What pressing this does, seen from `target`. */
function press(key: string, over: KeyboardEventInit = {}, target: HTMLElement = document.body) {
  let found: (() => void) | undefined;
  target.addEventListener("keydown", (event) => (found = meaning(event)), { once: true });
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, ...over }));
  return found;
}

const live = { state: "live", assignee: ME } as const;

beforeEach(() => {
  document.body.innerHTML = "<textarea></textarea>";
  location.hash = "";
  desk.value = told(welcome([card("v1", live), card("v2", { waited_s: 9 })]));
  route.value = routeOf("#/c/v1");
  ending.value = null;
  customerOpen.value = false;
  noting.value = false;
  floating.value = null;
});

const field = () => document.querySelector("textarea") as HTMLTextAreaElement;

test("J goes to the next conversation in the order of the list", () => {
  press("j")?.();
  expect(location.hash).toBe("#/c/v2");
});

test("letters mean nothing in a field, with Ctrl, or while an input method composes", () => {
  expect(press("e", {}, field())).toBeUndefined();
  expect(press("e", { ctrlKey: true })).toBeUndefined();
  expect(press("e", { isComposing: true })).toBeUndefined();
});

test("an offer can be accepted from a field with Ctrl and Shift", () => {
  desk.value = told(welcome([]), offer("o1"));
  expect(press("A", { ctrlKey: true, shiftKey: true }, field())).toBeDefined();
});

test("E ends an own conversation, N with a ticket, and neither somebody else’s", () => {
  press("e")?.();
  expect(ending.value).toBe("resolved");
  press("n")?.();
  expect(ending.value).toBe("ticket");
  ending.value = null;
  desk.value = told(welcome([card("v1", { ...live, assignee: { ...ME, id: "a2" } })]));
  press("e")?.();
  expect(ending.value).toBeNull();
});

test("Shift N writes a note in an own conversation", () => {
  press("N", { shiftKey: true })?.();
  expect(noting.value).toBe(true);
});

test("T and H float what hands an own live conversation on or puts it aside, and nothing for a parked one", () => {
  press("t")?.();
  expect(floating.value).toBe("transfer");
  floating.value = null;
  press("h")?.();
  expect(floating.value).toBe("park");
  floating.value = null;
  desk.value = told(welcome([card("v1", { ...live, state: "parked" })]));
  press("h")?.();
  expect(floating.value).toBeNull();
});

test("while something floats the letters wait, and Ctrl K still opens and closes the commands", () => {
  press("k", { ctrlKey: true }, field())?.();
  expect(floating.value).toBe("palette");
  expect(press("e")).toBeUndefined();
  press("k", { ctrlKey: true })?.();
  expect(floating.value).toBeNull();
});

test("Alt and a digit puts a suggestion behind what is typed, by the key’s place and not its sign", () => {
  const row = { article: "kb-1", question: "?", text: "Yes, within 30 days.", confidence: 0.9, why: {} };
  shown.value = { v1: { seq: 1, rows: [row], room: 1, put: null } };
  localStorage.setItem("desk:draft:v1", "Hello");
  press("¡", { altKey: true, code: "Digit1" }, field())?.();
  expect(localStorage.getItem("desk:draft:v1")).toBe("Hello\nYes, within 30 days.");
  expect(shown.value.v1?.put).toBe("kb-1");
  expect(press("t", { altKey: true, code: "KeyT" })).toBeUndefined();
});
