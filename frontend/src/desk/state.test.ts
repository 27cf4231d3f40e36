import { expect, test } from "vitest";
import { AT, card, entry, ME, NOW, thread, told, welcome } from "./cast";
import { drafted, opened } from "./deeds";
import { heard } from "./state";
import { held } from "./thread";

test("another database empties what is held, but keeps what was never sent", () => {
  const draft = { clientId: "mine-0001", text: "hi", at: AT, state: "waiting" } as const;
  const before = drafted(told(welcome([]), entry(1)), "v1", draft, false);
  const same = heard(before, welcome([]), NOW);
  expect(held(thread(same))).toEqual([1, 0]);
  const other = heard(before, welcome([], "db2"), NOW);
  expect(held(thread(other))).toEqual([0, 0]);
  expect(thread(other).timeline.pending).toHaveLength(1);
});

test("open names the assignment that a reply carries", () => {
  expect(thread(opened(told(entry(1)), "v1", "9")).epoch).toBe("9");
  expect(
    thread(
      heard(
        opened(told(entry(1)), "v1", "9"),
        { type: "released", conversation: "v1", reason: "silent" },
        NOW,
      ),
    ).epoch,
  ).toBeNull();
});

test("an assignment names the epoch that a reply carries", () => {
  const live = card("v1", { state: "live", assignee: ME });
  const state = told({
    type: "assigned",
    conversation: "v1",
    card: live,
    epoch: "7",
    why: { zh: "会中文", en: "Chinese" },
  });
  expect(thread(state).epoch).toBe("7");
});

test("only what the visitor has read counts as seen, and never goes back", () => {
  const seen = (role: string, seq: number) => ({ type: "seen", conversation: "v1", role, seq }) as const;
  expect(thread(told(seen("visitor", 4), seen("visitor", 2), seen("agent", 9))).seen).toBe(4);
});

test("only the own state is taken from what is told of agents", () => {
  const other = { type: "agent", id: "a2", state: "busy", load: 3, capacity: 3 } as const;
  expect(told(welcome([]), other).presence).toBe("online");
  expect(told(welcome([]), { ...other, id: "a1" }).presence).toBe("busy");
});
