import { afterEach, expect, test, vi } from "vitest";
import { note, told, welcome } from "./cast";
import { readAgain } from "./reading";
import { desk } from "./room";
import { completeNotes } from "./thread";

afterEach(() => vi.unstubAllGlobals());

test("after a reset every note comes back, however many pages they take", async () => {
  const all = Array.from({ length: 450 }, (_, at) => note(at + 1));
  desk.value = told(welcome([]));
  vi.stubGlobal("fetch", async (path: string) => {
    const query = new URLSearchParams(path.split("?")[1]);
    const before = Number(query.get("before") ?? Number.POSITIVE_INFINITY);
    const limit = Number(query.get("limit"));
    const items = path.includes("/notes") ? all.filter(({ n }) => n < before).slice(-limit) : [];
    return new Response(JSON.stringify({ items }), { status: 200 });
  });
  await readAgain({ type: "reset", conversation: "v1", epoch: "db2" } as never);
  expect(completeNotes(desk.value.threads.v1?.notes ?? [])).toBe(450);
});
