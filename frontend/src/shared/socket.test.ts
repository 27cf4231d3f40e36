import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Socket } from "./socket";
import { type Frame, type LinkState, Lost, Refusal } from "./wire";

/** A line whose other end is played by the test. */
class Line {
  static readonly OPEN = 1;
  static all: Line[] = [];
  readyState = 0;
  readonly sent: Frame[] = [];
  onopen = () => {};
  onmessage = (_event: { data: string }) => {};
  onclose = (_event: { code: number }) => {};

  constructor() {
    Line.all.push(this);
  }
  send(text: string) {
    this.sent.push(JSON.parse(text));
  }
  close() {
    this.readyState = 3;
  }
  opens() {
    this.readyState = 1;
    this.onopen();
  }
  says(frame: object) {
    this.onmessage({ data: JSON.stringify(frame) });
  }
  falls(code: number) {
    this.readyState = 3;
    this.onclose({ code });
  }
  greets() {
    this.opens();
    this.says({ type: "welcome", ref: 0, heartbeat_s: 15 });
    this.says({ type: "ready", heads: {} });
  }
}

let states: LinkState[] = [];
const line = () => Line.all.at(-1) as Line;

function opened(refused: (refusal: Refusal) => boolean = () => false): Socket {
  const socket = new Socket({
    url: "ws://test/",
    hello: () => ({ type: "hello" }),
    heard: () => {},
    changed: (state) => states.push(state),
    refused,
  });
  socket.open();
  return socket;
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", Line);
  vi.spyOn(Math, "random").mockReturnValue(1);
  Line.all = [];
  states = [];
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test("each answer reaches the one that asked, a refusal as an error", async () => {
  const socket = opened();
  line().greets();
  const first = socket.ask({ type: "say" });
  const second = socket.ask({ type: "rate" });
  line().says({ type: "refused", ref: 2, code: "invalid", message: "no", retryable: false });
  line().says({ type: "ok", ref: 1, seq: 7 });
  await expect(second).rejects.toBeInstanceOf(Refusal);
  await expect(first).resolves.toMatchObject({ seq: 7 });
});

test("whoever waits when the socket falls is told that it is lost", async () => {
  const socket = opened();
  line().greets();
  const answer = socket.ask({ type: "say" });
  line().falls(1006);
  await expect(answer).rejects.toBeInstanceOf(Lost);
});

test("it comes back with growing waits, and starts small again after ready", () => {
  opened();
  line().falls(1006);
  vi.advanceTimersByTime(250);
  line().falls(1006);
  vi.advanceTimersByTime(499);
  expect(Line.all.length).toBe(2);
  vi.advanceTimersByTime(1);
  line().greets();
  line().falls(1006);
  vi.advanceTimersByTime(250);
  expect(Line.all.length).toBe(4);
  expect(states).toEqual(["lost", "lost", "ready", "lost"]);
});

test("a code from 4500 to 4999 ends it", () => {
  opened();
  line().greets();
  line().falls(4509);
  vi.advanceTimersByTime(60_000);
  expect([Line.all.length, states.at(-1)]).toEqual([1, "ended"]);
});

test("25 s without a frame is a dead line", () => {
  opened();
  line().greets();
  vi.advanceTimersByTime(20_000);
  line().says({ type: "pong", heads: {} });
  vi.advanceTimersByTime(24_999);
  expect(states).toEqual(["ready"]);
  vi.advanceTimersByTime(1);
  expect(states).toEqual(["ready", "lost"]);
});

test("it pings each heartbeat", () => {
  opened();
  line().greets();
  vi.advanceTimersByTime(15_000);
  expect(line().sent.map((frame) => frame.type)).toEqual(["hello", "ping"]);
});

test("a server that restarts is waited for as long as it says, without an alarm", () => {
  opened();
  line().greets();
  line().says({ type: "bye", reason: "restarting", retry_ms: 3_000 });
  line().falls(4012);
  vi.advanceTimersByTime(2_999);
  expect(Line.all.length).toBe(1);
  vi.advanceTimersByTime(1);
  expect([Line.all.length, states]).toEqual([2, ["ready", "connecting"]]);
});

test("a refused hello is said anew when something can be changed, three times at most", () => {
  opened(() => true);
  line().opens();
  for (let ref = 0; ref < 3; ref++)
    line().says({ type: "refused", ref, code: "not_allowed", message: "no", retryable: false });
  expect(line().sent.map((frame) => frame.type)).toEqual(["hello", "hello", "hello"]);
  expect(states).toEqual(["ended"]);
});
