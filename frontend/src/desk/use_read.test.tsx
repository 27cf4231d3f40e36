import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { locale } from "./room";
import { type Reading, useRead } from "./use_read";

/** null: an answer that doesn’t come. */
let answers: (Response | Error | null)[] = [];
let asked: string[] = [];
let seen: Reading<{ n: number }>;
const good = (n: number) => new Response(JSON.stringify({ n }), { status: 200 });
const bad = (detail: string) => new Response(JSON.stringify({ detail }), { status: 503 });

function Reader({ path }: { path: string | null }) {
  seen = useRead<{ n: number }>(path);
  return null;
}

const place = document.createElement("div");
const settled = () => act(() => new Promise<void>((resolve) => setTimeout(resolve, 5)));
async function show(path: string | null): Promise<void> {
  act(() => render(<Reader path={path} />, place));
  await settled();
}
async function again(): Promise<void> {
  act(() => seen.again());
  await settled();
}

beforeEach(() => {
  locale.value = "en";
  [answers, asked] = [[], []];
  vi.stubGlobal("fetch", async (path: string) => {
    asked.push(path);
    const next = answers.shift();
    if (!next) return new Promise<Response>(() => {});
    if (next instanceof Error) throw next;
    return next;
  });
});

afterEach(() => {
  render(null, place);
  vi.unstubAllGlobals();
});

test("nothing is read without an address", async () => {
  await show(null);
  expect([seen.found, seen.failed, asked]).toEqual([null, "", []]);
});

test("what was found stays while a later try fails, and the failure is said", async () => {
  answers = [good(1), bad("Not now."), good(2)];
  await show("a");
  expect([seen.found, seen.failed]).toEqual([{ n: 1 }, ""]);
  await again();
  expect([seen.found, seen.failed]).toEqual([{ n: 1 }, "Not now."]);
  await again();
  expect([seen.found, seen.failed]).toEqual([{ n: 2 }, ""]);
});

test("of another address nothing of the one before is shown", async () => {
  answers = [good(1), null, bad("Not there.")];
  await show("a");
  await show("b");
  expect([seen.found, seen.failed]).toEqual([null, ""]);
  await show("c");
  expect([seen.found, seen.failed]).toEqual([null, "Not there."]);
});

test("a lost line is said in our own words, and so is everything to who reads Chinese", async () => {
  answers = [new Error("Failed to fetch")];
  await show("a");
  expect(seen.failed).toBe("It can’t be read right now. Try again in a moment.");
  locale.value = "zh";
  answers = [bad("Not now.")];
  await show("b");
  expect(seen.failed).toBe("暂时读取不到，请稍后重试。");
});
