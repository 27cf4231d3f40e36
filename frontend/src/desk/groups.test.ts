import { describe, expect, test } from "vitest";
import { AT, card, ME, NOW, offer, told, welcome } from "./cast";
import { groups, urgency, waiting } from "./groups";
import type { DeskState } from "./state";

const shapes = (state: DeskState) =>
  groups(state).map(({ key, cards }) => `${key}:${cards.map((one) => one.id)}`);
describe("the list", () => {
  test("mine and waiting always stand, offers come before them", () => {
    expect(shapes(told(welcome([])))).toEqual(["mine:", "waiting:"]);
    expect(shapes(told(welcome([]), offer("o1")))).toEqual(["offered:v1", "mine:", "waiting:"]);
  });

  test("an accepted offer moves from offered to mine", () => {
    const live = card("v1", { state: "live", assignee: ME });
    const state = told(welcome([]), offer("o1"), {
      type: "assigned",
      conversation: "v1",
      card: live,
      epoch: "7",
      why: { zh: "", en: "" },
    });
    expect(shapes(state)).toEqual(["mine:v1", "waiting:"]);
  });

  test("own parked ones have a group of their own, the soonest to come back on top", () => {
    const mine = { state: "parked", assignee: ME } as const;
    const parked = (id: string, at: string | null) => card(id, { ...mine, parked_until: at });
    const cards = [parked("a", null), parked("b", "2026-11-26T09:00:00.000Z"), parked("c", AT)];
    expect(shapes(told(welcome(cards)))).toEqual(["mine:", "parked:c,b,a", "waiting:"]);
  });

  test("who waited longest stands on top", () => {
    expect(shapes(told(welcome([card("a", { waited_s: 5 }), card("b", { waited_s: 50 })])))).toContain(
      "waiting:b,a",
    );
  });

  test("who waits for an answer stands before who was answered", () => {
    const mine = { state: "live", assignee: ME } as const;
    const answered = card("a", { ...mine, last: { text: "", role: "agent", at: AT } });
    const open = card("b", { ...mine, last: { text: "", role: "visitor", at: AT } });
    expect(shapes(told(welcome([answered, open])))[0]).toBe("mine:b,a");
  });

  test("a card that leaves the view is gone", () => {
    expect(shapes(told(welcome([card("v1")]), { type: "gone", conversation: "v1" }))).toEqual([
      "mine:",
      "waiting:",
    ]);
  });

  test("a waiting time runs on from when its card was heard", () => {
    const [
      ,
      {
        cards: [first],
      } = { cards: [] },
    ] = groups(told(welcome([card("v1", { waited_s: 90 })])));
    const wait = first && waiting(first, NOW + 45_000);
    expect([wait?.seconds, wait && urgency(wait)]).toEqual([135, "bad"]);
  });
});
