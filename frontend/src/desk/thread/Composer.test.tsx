import { render } from "preact";
import { act } from "preact/test-utils";
import { beforeEach, expect, test } from "vitest";
import { card, ME, NOW, told, welcome } from "../cast";
import { writeAs } from "../drafts";
import { desk, kept, noting } from "../room";
import { blank } from "../thread";
import { Composer } from "./Composer";

const mine = card("v1", { state: "live", assignee: ME });

function show(shown = mine): HTMLTextAreaElement {
  const place = document.createElement("div");
  document.body.replaceChildren(place);
  act(() => render(<Composer card={{ ...shown, heardAt: NOW }} thread={blank("v1")} />, place));
  return place.querySelector("textarea") as HTMLTextAreaElement;
}

function type(field: HTMLTextAreaElement, text: string): void {
  field.value = text;
  act(() => void field.dispatchEvent(new Event("input", { bubbles: true })));
}

const enter = (field: HTMLElement, over: KeyboardEventInit = {}) =>
  act(
    () =>
      void field.dispatchEvent(
        new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true, ...over }),
      ),
  );

const outgoing = () =>
  kept
    .keys()
    .filter((key) => key.startsWith("out:"))
    .map((key) => (JSON.parse(kept.getItem(key) ?? "") as { frame: { type: string; text: string } }).frame);

beforeEach(() => {
  localStorage.clear();
  noting.value = false;
  desk.value = told(welcome([mine]));
});

test("Enter sends, and the field is empty again", () => {
  const field = show();
  type(field, " Hello ");
  enter(field);
  expect(outgoing()).toMatchObject([{ type: "say", text: "Hello" }]);
  expect(field.value).toBe("");
});

test("Enter that ends an input method’s word, Shift Enter and blanks send nothing", () => {
  const field = show();
  type(field, "nihao");
  enter(field, { isComposing: true });
  enter(field, { shiftKey: true });
  type(field, "   ");
  enter(field);
  expect(outgoing()).toEqual([]);
});

test("what is typed is still there after a reload", () => {
  type(show(), "half a sen");
  expect(show().value).toBe("half a sen");
});

test("who doesn’t have the conversation can only write notes", () => {
  const field = show(card("v1"));
  type(field, "ask the warehouse");
  enter(field);
  expect(outgoing()).toMatchObject([{ type: "note", text: "ask the warehouse" }]);
});

test("a note half written never stands in the field that the visitor reads", () => {
  const field = show();
  act(() => writeAs("v1", "note"));
  type(field, "not for the visitor");
  act(() => {
    noting.value = false;
  });
  expect(show().value).toBe("");
  act(() => {
    noting.value = true;
  });
  expect(show().value).toBe("not for the visitor");
});

test("switching to a note takes along what is typed, unless a note stands there", () => {
  type(show(), "Lin, look");
  act(() => writeAs("v1", "note"));
  expect(show().value).toBe("Lin, look");
  act(() => writeAs("v1", "reply"));
  type(show(), "Hello");
  noting.value = true;
  type(show(), "a note");
  act(() => writeAs("v1", "reply"));
  expect(show().value).toBe("Hello");
});
