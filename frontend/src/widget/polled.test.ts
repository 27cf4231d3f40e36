import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Polled } from "./polled";

interface Asked {
  readonly frames: { type: string }[];
  readonly after: Record<string, number>;
  readonly epoch: string | null;
  readonly bearer: string | undefined;
  answer(frames: object[], closed?: number | null): Promise<void>;
  refuse(status: number): Promise<void>;
}

let polls: Asked[];
let told: string[];
let ended: number[];

async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
}

beforeEach(() => {
  polls = [];
  told = [];
  ended = [];
  vi.stubGlobal("fetch", (_url: string, { body, headers, signal }: RequestInit & { body: string }) => {
    return new Promise((resolve, reject) => {
      const reply = async (response: object) => {
        resolve(response);
        await settled();
      };
      signal?.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
      polls.push({
        ...JSON.parse(body),
        bearer: (headers as Record<string, string>).Authorization,
        answer: (frames, closed = null) =>
          reply({ ok: true, status: 200, json: async () => ({ frames, closed }) }),
        refuse: (status) => reply({ ok: false, status }),
      });
    });
  });
});
afterEach(() => vi.unstubAllGlobals());

const welcome = { type: "welcome", epoch: "e1" };
const entry = (seq: number) => ({ type: "entry", conversation: "c1", seq });

async function dialled(): Promise<Polled> {
  const line = new Polled("/poll", () => "token");
  line.onopen = () => line.send('{"type":"hello","ref":0}');
  line.onmessage = ({ data }) => told.push(JSON.parse(data).type);
  line.onclose = ({ code }) => ended.push(code);
  await settled();
  return line;
}

test("it says hello, then waits as the visitor it was welcomed as", async () => {
  await dialled();
  await polls[0]?.answer([welcome, entry(1)]);

  expect(polls[0]).toMatchObject({ frames: [{ type: "hello" }], bearer: undefined });
  expect(polls[1]).toMatchObject({ frames: [], after: { c1: 1 }, epoch: "e1", bearer: "Bearer token" });
  expect(told).toEqual(["welcome", "entry"]);
});

test("what is to be said doesn't wait for what is only listened for", async () => {
  const line = await dialled();
  await polls[0]?.answer([welcome]);

  line.send('{"type":"say","ref":1}');
  await settled();

  expect(polls.map(({ frames }) => frames.length)).toEqual([1, 0, 1]);
  expect(ended).toEqual([]);
});

test("a sign of typing doesn't hold up what is said after it", async () => {
  const line = await dialled();
  await polls[0]?.answer([welcome]);
  line.send('{"type":"typing","on":true}');
  await settled();

  line.send('{"type":"say","ref":1}');
  await settled();

  expect(polls.at(-1)?.frames).toMatchObject([{ type: "say" }]);
});

test("what is said while something is being said goes with the next", async () => {
  const line = await dialled();
  line.send('{"type":"say","ref":1}');
  line.send('{"type":"say","ref":2}');
  await settled();
  expect(polls).toHaveLength(1);

  await polls[0]?.answer([welcome]);

  expect(polls[1]?.frames).toHaveLength(2);
});

test("past a gap the cursor stays", async () => {
  await dialled();
  await polls[0]?.answer([welcome, entry(1), entry(3)]);

  expect(polls[1]?.after).toEqual({ c1: 1 });
});

test("a silent poll is a sign of life", async () => {
  await dialled();
  await polls[0]?.answer([welcome]);
  await polls[1]?.answer([]);

  expect(told).toEqual(["welcome", "pong"]);
});

test("acknowledgements and heartbeats are what a poll says anyway", async () => {
  const line = await dialled();
  await polls[0]?.answer([welcome]);
  line.send('{"type":"got"}');
  line.send('{"type":"ping"}');
  await settled();

  expect(polls).toHaveLength(2);
});

test.each([
  [403, 4501],
  [500, 1006],
])("a %i before the welcome closes it with %i", async (status, code) => {
  await dialled();
  await polls[0]?.refuse(status);

  expect(ended).toEqual([code]);
});

test("a token that is good no more lets the visitor come again without it", async () => {
  await dialled();
  await polls[0]?.answer([welcome]);
  await polls[1]?.refuse(403);

  expect(ended).toEqual([4001]);
});

test("the server's close is a close", async () => {
  await dialled();
  await polls[0]?.answer([welcome, { type: "bye" }], 4012);

  expect(ended).toEqual([4012]);
  expect(polls).toHaveLength(1);
});
