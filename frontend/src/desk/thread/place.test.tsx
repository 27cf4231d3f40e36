import { render } from "preact";
import { act } from "preact/test-utils";
import { beforeEach, expect, test } from "vitest";
import { usePlace } from "./place";

/** A log of 1,000 px in a window of 200; happy-dom lays nothing out. */
const TALL = 1_000;
const ROOM = 200;

beforeEach(() => {
  Object.defineProperty(HTMLElement.prototype, "scrollHeight", { configurable: true, get: () => TALL });
  Object.defineProperty(HTMLElement.prototype, "clientHeight", { configurable: true, get: () => ROOM });
  document.body.replaceChildren(document.createElement("main"));
});

function Log({ id, count, own = 0 }: { id: string; count: number; own?: number }) {
  const { log, below, toFoot } = usePlace(id, count, own);
  return (
    <>
      <div class="log" ref={log} />
      <button type="button" onClick={toFoot}>
        {String(below)}
      </button>
    </>
  );
}

const room = () => document.querySelector("main") as HTMLElement;
const log = () => document.querySelector(".log") as HTMLElement;
const below = () => document.querySelector("button")?.textContent;
const show = (id: string, count: number, own = 0) =>
  act(() => render(<Log key={id} id={id} count={count} own={own} />, room()));

function scrollTo(top: number): void {
  log().scrollTop = top;
  act(() => void log().dispatchEvent(new Event("scroll")));
}

test("a conversation that was left scrolled up comes back where it was, another opens at its foot", () => {
  show("p1", 10);
  scrollTo(300);
  show("p2", 10);
  expect(log().scrollTop).toBe(TALL);
  show("p1", 10);
  expect(log().scrollTop).toBe(300);
});

test("what comes below is counted while somebody reads above, and gone at the foot", () => {
  show("p3", 10);
  expect(below()).toBe("null");
  scrollTo(300);
  expect(below()).toBe("0");
  show("p3", 12);
  expect(below()).toBe("2");
  scrollTo(320);
  show("p3", 13);
  expect(below()).toBe("3");
  act(() => document.querySelector("button")?.click());
  expect(below()).toBe("null");
  expect(log().scrollTop).toBe(TALL);
});

test("the count goes on while another conversation is looked at", () => {
  show("p4", 10);
  scrollTo(300);
  show("p5", 1);
  show("p4", 13);
  expect(below()).toBe("3");
});

test("what the agent writes brings the foot into view", () => {
  show("p6", 10);
  scrollTo(300);
  show("p6", 11, 1);
  expect(log().scrollTop).toBe(TALL);
});
