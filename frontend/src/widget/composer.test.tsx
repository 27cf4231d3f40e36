import { render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import en from "../../locales/en.json";
import { speak } from "../shared/i18n";
import { Composer } from "./Composer";
import { keep } from "./keep";
import type { Scene } from "./scene";

const said = vi.fn();

function field(): HTMLTextAreaElement {
  const talk = { say: said, typist: { wrote: () => {} } };
  const scene = { talk, keep: keep("demo"), say: speak(en.widget) } as unknown as Scene;
  render(<Composer scene={scene} />, document.body);
  return document.querySelector("textarea") as HTMLTextAreaElement;
}

function type(box: HTMLTextAreaElement, text: string, press: KeyboardEventInit): void {
  box.value = text;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.dispatchEvent(
    new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true, ...press }),
  );
}

beforeEach(() => {
  said.mockReset();
  localStorage.clear();
});
afterEach(() => render(null, document.body));

test("Enter sends what was written", () => {
  type(field(), " hello ", {});
  expect(said).toHaveBeenCalledWith("hello");
});

test("Enter that picks a Chinese word doesn't send", () => {
  type(field(), "nihao", { isComposing: true });
  expect(said).not.toHaveBeenCalled();
});

test("Shift and Enter break the line", () => {
  type(field(), "hello", { shiftKey: true });
  expect(said).not.toHaveBeenCalled();
});

test("more than 4,000 characters aren't sent, and the field says how many are too many", async () => {
  type(field(), "x".repeat(4_002), {});
  await new Promise((resolve) => setTimeout(resolve));
  expect(said).not.toHaveBeenCalled();
  expect(document.querySelector(".w-hint")?.textContent).toContain("2 too many");
});

test("what was typed is still there after a reload", () => {
  type(field(), "half a thought", { shiftKey: true });
  render(null, document.body);
  expect(field().value).toBe("half a thought");
});
