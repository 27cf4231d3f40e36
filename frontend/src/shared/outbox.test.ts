import { beforeEach, expect, test, vi } from "vitest";
import type { Ok } from "../protocol.gen";
import { Outbox } from "./outbox";
import { store } from "./storage";
import { type Frame, Lost, Refusal } from "./wire";

const say = (text: string) => ({ type: "say", client_id: `client-${text}`, text });
const ok: Ok = { type: "ok", ref: 0 };
const refusal = (retryable: boolean) =>
  new Refusal({
    type: "refused",
    ref: 0,
    code: retryable ? "rate" : "too_large",
    message: "no",
    retryable,
    retry_after_ms: 300,
  });

/** An outbox over the browser's store whose server answers by `answer`. */
function post(answer: (frame: Frame) => Promise<Ok>) {
  const seen: unknown[] = [];
  const failed = vi.fn();
  const send = (frame: Frame) => {
    seen.push((frame as unknown as { text: string }).text);
    return answer(frame);
  };
  return { box: new Outbox({ store: store("test:"), send, sent: () => {}, failed }), seen, failed };
}

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
});

test("what waits goes out in order, one after the other", async () => {
  const { box, seen } = post(() => Promise.resolve(ok));
  box.post("a", say("a"));
  box.post("b", say("b"));
  box.resume();
  await vi.runAllTimersAsync();
  expect([seen, box.parcels()]).toEqual([["a", "b"], []]);
});

test("a frame written offline survives a reload and goes out under the same client_id", async () => {
  post(() => Promise.reject(new Lost())).box.post("a", say("a"));
  const frames: Frame[] = [];
  const { box } = post((frame) => {
    frames.push(frame);
    return Promise.resolve(ok);
  });
  box.resume();
  await vi.runAllTimersAsync();
  expect(frames).toEqual([say("a")]);
});

test("no answer in 5 s sends the same frame again", async () => {
  let tries = 0;
  const { box, seen } = post(() => (tries++ === 0 ? new Promise(() => {}) : Promise.resolve(ok)));
  box.resume();
  box.post("a", say("a"));
  await vi.advanceTimersByTimeAsync(4_900);
  expect(seen).toEqual(["a"]);
  await vi.advanceTimersByTimeAsync(200);
  expect([seen, box.parcels()]).toEqual([["a", "a"], []]);
});

test("a retryable refusal waits as told and then sends again", async () => {
  let tries = 0;
  const { box, seen, failed } = post(() =>
    tries++ === 0 ? Promise.reject(refusal(true)) : Promise.resolve(ok),
  );
  box.resume();
  box.post("a", say("a"));
  await vi.advanceTimersByTimeAsync(310);
  expect(seen).toEqual(["a", "a"]);
  expect(failed).not.toHaveBeenCalled();
});

test("a refusal for good marks the frame, lets the next pass, and can be tried again by hand", async () => {
  let open = false;
  const { box, seen, failed } = post((frame) =>
    (frame as unknown as { text: string }).text === "a" && !open
      ? Promise.reject(refusal(false))
      : Promise.resolve(ok),
  );
  box.resume();
  box.post("a", say("a"));
  box.post("b", say("b"));
  await vi.runAllTimersAsync();
  expect([seen, box.parcels().map((parcel) => parcel.failed)]).toEqual([["a", "b"], [true]]);
  expect(failed).toHaveBeenCalledOnce();
  open = true;
  box.again("a");
  await vi.runAllTimersAsync();
  expect(box.parcels()).toEqual([]);
});

test("a lost socket stops the sending until it is back", async () => {
  let up = false;
  const { box, seen } = post(() => (up ? Promise.resolve(ok) : Promise.reject(new Lost())));
  box.resume();
  box.post("a", say("a"));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(seen).toEqual(["a"]);
  up = true;
  box.resume();
  await vi.runAllTimersAsync();
  expect(box.parcels()).toEqual([]);
});

test("what goes wrong stands in the console under the id that the server's log has, without the words", async () => {
  const debug = vi.spyOn(console, "debug").mockImplementation(() => {});
  const { box } = post(() => Promise.reject(refusal(false)));
  box.post("c0ffee03", say("secret words"));
  box.resume();
  await vi.runAllTimersAsync();
  expect(debug).toHaveBeenCalledWith("[chatdesk]", "c0ffee03", expect.any(Refusal));
  expect(JSON.stringify(debug.mock.calls)).not.toContain("secret words");
  debug.mockRestore();
});
