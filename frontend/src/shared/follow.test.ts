import { expect, test } from "vitest";
import type { Entry, Ok } from "../protocol.gen";
import { follow } from "./follow";
import { empty, received } from "./timeline";

const entry = (seq: number) =>
  ({ type: "entry", conversation: "c", seq, id: `e${seq}`, client_id: null }) as Entry;
const ok: Ok = { type: "ok", ref: 0 };
const settle = () => new Promise((resolve) => setTimeout(resolve));

/** A timeline with entry 1, and a follower whose replays the test answers. */
function following() {
  let timeline = received(empty("c"), entry(1));
  const asked: number[] = [];
  const answers: { resolve(ok: Ok): void; reject(error: Error): void }[] = [];
  const follower = follow(
    () => timeline,
    (after) => {
      asked.push(after);
      return new Promise((resolve, reject) => answers.push({ resolve, reject }));
    },
  );
  const take = (seq: number) => {
    timeline = received(timeline, entry(seq));
    follower.check();
  };
  return { asked, answers, take, follower };
}

test("one gap is asked for once, however many entries wait behind it", () => {
  const { asked, take } = following();
  for (const seq of [3, 4, 5]) take(seq);
  expect(asked).toEqual([1]);
});

test("a gap that opened while the first was being closed is asked for next", async () => {
  const { asked, answers, take } = following();
  take(3);
  take(5);
  take(2);
  answers[0]?.resolve(ok);
  await settle();
  expect(asked).toEqual([1, 3]);
});

test("an answer that brings nothing isn't asked for in a circle", async () => {
  const { asked, answers, take } = following();
  take(3);
  answers[0]?.resolve(ok);
  await settle();
  expect(asked).toEqual([1]);
});

test("a lost answer is asked for again at the next heartbeat", async () => {
  const { asked, answers, take, follower } = following();
  take(3);
  answers[0]?.reject(new Error("lost"));
  await settle();
  follower.check(3);
  expect(asked).toEqual([1, 1]);
});
