import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Frame, Lost, Refusal } from "../shared/wire";
import { Channel, Locks, Tab } from "./tabs.stage";

const say: Frame = { type: "say" };
let locks: Locks;
let front: string;

beforeEach(() => {
  locks = new Locks();
  front = "hidden";
  Channel.all = [];
  vi.stubGlobal("navigator", { locks });
  vi.stubGlobal("BroadcastChannel", Channel);
  vi.spyOn(document, "visibilityState", "get").mockImplementation(() => front as DocumentVisibilityState);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
}

function comesToFront(tab: Tab): void {
  front = "visible";
  tab.tabs.open();
  front = "hidden";
}

test("of several tabs one has the socket", () => {
  const [one, two, three] = [new Tab(), new Tab(), new Tab()];

  expect([one.opened, two.opened, three.opened]).toEqual([true, false, false]);
});

test("what one tab says goes out by the tab that leads, once", async () => {
  const [one, two] = [new Tab(), new Tab()];

  await expect(two.tabs.ask(say)).resolves.toMatchObject({ type: "ok" });

  expect([one.sent, two.sent]).toEqual([[say], []]);
});

test("what the leader hears, all hear", () => {
  const [one, two] = [new Tab(), new Tab()];

  one.hears({ type: "entry" });

  expect(two.heard).toEqual([{ type: "entry" }]);
});

test("only the leader acknowledges", () => {
  const [one, two] = [new Tab(), new Tab()];

  two.tabs.tell({ type: "got" });
  two.tabs.tell({ type: "read" });

  expect(one.sent).toEqual([{ type: "read" }]);
});

test("a refusal reaches the tab that asked", async () => {
  const [one, two] = [new Tab(), new Tab()];
  one.answer = () =>
    Promise.reject(
      new Refusal({ type: "refused", ref: 1, code: "rate", message: "", retryable: true, retry_after_ms: 7 }),
    );

  await expect(two.tabs.ask(say)).rejects.toMatchObject({ code: "rate", retryAfterMs: 7 });
});

test("the tab that comes to the front takes the lead", async () => {
  const [one, two] = [new Tab(), new Tab()];

  comesToFront(two);
  await settled();

  expect([one.opened, two.opened]).toEqual([false, true]);
});

test("a tab that lost the lead is next in line again", async () => {
  const [one, two] = [new Tab(), new Tab()];
  comesToFront(two);
  await settled();

  locks.goes();

  expect(one.opened).toBe(true);
});

test("when the leader goes, the next has the socket", () => {
  const [, two] = [new Tab(), new Tab()];

  locks.goes();

  expect(two.opened).toBe(true);
});

test("who asked a leader that lost its socket hears so, and may ask again", async () => {
  const [one, two] = [new Tab(), new Tab()];
  one.answer = () => new Promise(() => {});
  const asked = two.tabs.ask(say);

  one.tabs.turned("lost", 1006);

  await expect(asked).rejects.toBeInstanceOf(Lost);
});

test("a tab that comes later is brought to where the talk is", () => {
  const one = new Tab();
  one.hears({ type: "welcome", token: "secret", conversation: null } as Frame);
  one.talk = { id: "c1", state: "live", head: 9 };
  one.tabs.turned("ready", 0);

  const two = new Tab();

  expect(two.heard).toEqual([
    { type: "welcome", token: null, conversation: one.talk },
    { type: "reset", conversation: "c1", head: 9, reason: "tab" },
  ]);
  expect(two.states.at(-1)).toBe("ready");
});

test("the others are not told what was meant for one", () => {
  const [one, two] = [new Tab(), new Tab()];
  one.hears({ type: "welcome", conversation: null } as Frame);

  new Tab();

  expect(two.heard).toHaveLength(1);
});
