import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Followed, Ok } from "../protocol.gen";
import { type Frame, type Line, type LinkState, Lost, Refusal } from "../shared/wire";
import { Tabs } from "./tabs";

/** As much of the Web Locks API as tabs use: one holder, a line behind it, and taking it away. */
class Locks {
  private holder: { lost(error: Error): void } | null = null;
  private line: (() => void)[] = [];

  request(_name: string, options: LockOptions, run: () => Promise<unknown>): Promise<unknown> {
    return new Promise((_, reject) => {
      const hold = () => {
        this.holder = { lost: reject };
        void run();
      };
      options.signal?.addEventListener("abort", () => {
        this.line = this.line.filter((one) => one !== hold);
        reject(new DOMException("", "AbortError"));
      });
      if (options.steal) {
        this.holder?.lost(new DOMException("", "AbortError"));
        hold();
      } else if (this.holder) this.line.push(hold);
      else hold();
    });
  }

  /** The tab that leads is closed. */
  goes(): void {
    this.holder = null;
    this.line.shift()?.();
  }
}

/** Delivers at once, to every other one of that name. */
class Channel {
  static all: Channel[] = [];
  onmessage: ((event: { data: unknown }) => void) | null = null;
  constructor(readonly name: string) {
    Channel.all.push(this);
  }
  postMessage(data: unknown): void {
    for (const one of Channel.all) if (one !== this && one.name === this.name) one.onmessage?.({ data });
  }
  close(): void {
    Channel.all = Channel.all.filter((one) => one !== this);
  }
}

class Tab implements Line {
  readonly sent: Frame[] = [];
  readonly heard: Frame[] = [];
  readonly states: LinkState[] = [];
  opened = false;
  answer: () => Promise<Ok> = async () => ({ type: "ok", ref: 0 }) as Ok;
  talk: Followed | null = null;
  readonly tabs: Tabs;

  constructor() {
    this.tabs = new Tabs({
      name: "shop",
      own: this,
      heard: (frame) => void this.heard.push(frame),
      changed: (state) => void this.states.push(state),
      here: () => this.talk,
    });
  }
  open(): void {
    this.opened = true;
  }
  renew(): void {}
  close(): void {
    this.opened = false;
  }
  ask(frame: Frame): Promise<Ok> {
    this.sent.push(frame);
    return this.answer();
  }
  tell(frame: Frame): void {
    this.sent.push(frame);
  }
  /** What the own socket brings. */
  hears(frame: Frame): void {
    this.tabs.passOn(frame);
    this.heard.push(frame);
  }
}

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
