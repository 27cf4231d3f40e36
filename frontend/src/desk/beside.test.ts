import { expect, test } from "vitest";
import { card, entry, ME, NOW, thread, told, welcome } from "./cast";
import { lastAsked } from "./thread";
import { overtaken } from "./thread/Taken";

const live = card("v1", {
  state: "live",
  assignee: ME,
  customer: { id: "c1", name: "Zhou", verified: true },
});
const ANA = { id: "a2", name: "Ana" };
const handed = (outcome: "offered" | "accepted" | "declined", over: object = {}) =>
  ({ type: "handed", conversation: "v1", to: ANA, outcome, ...over }) as const;
const asked = handed("offered", { expires_at: new Date(NOW + 20_000).toISOString() });

test("a transfer waits with a name and an end until it is answered", () => {
  const state = told(welcome([live]), asked);
  expect(thread(state).handing).toMatchObject({ to: "Ana", heardAt: NOW });
});

test("a refused transfer leaves one line with the colleague’s reason", () => {
  const { handing, asides } = thread(
    told(welcome([live]), asked, handed("declined", { reason: "at lunch" })),
  );
  expect(handing).toBeNull();
  expect(asides).toMatchObject([{ kind: "handed", reason: "declined", name: "Ana", said: "at lunch" }]);
});

test("an accepted transfer is remembered after the conversation left the list", () => {
  const state = told(welcome([live]), asked, handed("accepted"), { type: "gone", conversation: "v1" });
  expect(state.cards.v1).toBeUndefined();
  expect(state.passed).toMatchObject({ conversation: "v1", customer: "Zhou", how: "accepted", to: "Ana" });
});

test("what left without being ended is told once: taken, back in the queue, but not what was resolved", () => {
  const released = (reason: string) => ({ type: "released", conversation: "v1", reason }) as const;
  expect(told(welcome([live]), released("taken")).passed).toMatchObject({ how: "taken", customer: "Zhou" });
  expect(told(welcome([live]), released("resolved")).passed).toBeNull();
  const accepted = told(welcome([live]), asked, handed("accepted"), released("transferred"));
  expect(accepted.passed).toMatchObject({ how: "accepted", to: "Ana" });
});

test("what comes back to the agent is no longer told as gone", () => {
  const back = { type: "assigned", conversation: "v1", card: live, epoch: "9", why: {} } as const;
  expect(
    told(welcome([live]), { type: "released", conversation: "v1", reason: "taken" }, back).passed,
  ).toBeNull();
});

test("colleagues are known by what was told of them last, and never taken for oneself", () => {
  const agent = (id: string, load: number) =>
    ({ type: "agent", id, state: "busy", load, capacity: 3 }) as const;
  const state = told(welcome([]), agent("a2", 1), agent("a2", 2), agent("a1", 3));
  expect(state.colleagues).toEqual({ a2: { state: "busy", load: 2, capacity: 3 } });
});

test("the page is what the visitor looked at last, and none once they left", () => {
  const page = (url: string) => ({ type: "page", conversation: "v1", url, title: "Shade" }) as const;
  expect(thread(told(page("/a"), page("/b"))).page).toMatchObject({ url: "/b" });
  expect(thread(told(page("/a"), page(""))).page).toBeNull();
});

test("a message waits for an answer until an agent spoke; the bot’s words and lines of the system don’t count", () => {
  const agent = entry(3, { author: { role: "agent", id: "a1" } });
  expect(lastAsked(thread(told(entry(1), entry(2, { kind: "joined", author: { role: "system" } }))))).toBe(1);
  expect(lastAsked(thread(told(entry(1), entry(2, { author: { role: "bot" } }))))).toBe(1);
  expect(lastAsked(thread(told(entry(1), entry(2), agent)))).toBeNull();
});

test("a draft is overtaken by a colleague who has it now, or by what was sent from another window since", () => {
  const other = entry(2, { author: { role: "agent", id: "a1", name: "Mei" }, client_id: "elsewhere" });
  const state = thread(told(entry(1), other));
  const held = { ...live, heardAt: NOW };
  expect(overtaken(held, state, 1, true)).toMatchObject({ kind: "answered", name: "Mei" });
  expect(overtaken(held, state, 2, true)).toBeNull();
  const theirs = { ...held, assignee: { ...ME, ...ANA } };
  expect(overtaken(theirs, state, 2, false)).toMatchObject({ kind: "lost", name: "Ana" });
});
