import { beforeEach, expect, test } from "vitest";
import { card, ME, offer, told, welcome } from "./cast";
import { meaning } from "./keys";
import { customerOpen, desk, ending, noting, route, routeOf } from "./room";

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
