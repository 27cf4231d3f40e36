import { describe, expect, test } from "vitest";
import { card, ME, NOW, offer, told, welcome } from "../cast";
import { heard } from "../state";
import { favicon, news, titled } from "./news";

const away = () => false;
const looking = () => true;
const mine = (unread: number, role = "visitor") =>
  card("v1", {
    state: "live",
    assignee: ME,
    unread,
    last: { text: "hi", role, at: "2026-11-25T11:59:30.000Z" },
  });

describe("what is new", () => {
  test("an offer is new once, however often it is told", () => {
    const before = told(welcome([]));
    const after = heard(before, offer("o1"), NOW);
    expect(news(before, after, looking)).toEqual([{ kind: "offer", conversation: "v1" }]);
    expect(news(after, heard(after, offer("o1"), NOW), away)).toEqual([]);
  });

  test("the first message while the agent looks elsewhere is new, the second isn’t", () => {
    const [none, one, two] = [0, 1, 2].map((unread) => told(welcome([mine(unread)])));
    if (!none || !one || !two) throw new Error("three states");
    expect(news(none, one, away)).toEqual([{ kind: "message", conversation: "v1" }]);
    expect(news(one, two, away)).toEqual([]);
    expect(news(none, one, looking)).toEqual([]);
  });

  test("what a colleague’s visitor says, or the agent’s own note, calls nobody", () => {
    const theirs = (unread: number) =>
      told(welcome([{ ...mine(unread), assignee: { ...ME, id: "a2", name: "Ana" } }]));
    expect(news(theirs(0), theirs(1), away)).toEqual([]);
    expect(news(told(welcome([mine(0)])), told(welcome([mine(1, "system")])), away)).toEqual([]);
  });

  test("a colleague’s note that names the agent calls once, unless it is being read", () => {
    const before = told(welcome([]));
    const named = { type: "mentioned", conversation: "v1", n: 1, by: { id: "a2", name: "Ana" } } as const;
    const after = heard(before, named, NOW);
    expect(news(before, after, away)).toEqual([{ kind: "mention", conversation: "v1" }]);
    expect(news(before, after, looking)).toEqual([]);
    expect(news(after, heard(after, offer("o1"), NOW), away).map(({ kind }) => kind)).toEqual(["offer"]);
  });

  test("what was unread when the page was opened calls nobody", () => {
    expect(news(told(), told(welcome([mine(3)])), away)).toEqual([]);
  });
});

test("the title counts what is due, up to 99", () => {
  expect(titled("Inbox", 0)).toBe("Inbox · chatdesk");
  expect(titled("Inbox", 2)).toBe("(2) Inbox · chatdesk");
  expect(titled("收件箱", 120)).toBe("(99+) 收件箱 · chatdesk");
});

test("the tab’s mark carries the count, a plain dot for the test, and nothing when nothing is due", () => {
  const drawn = (due: number, flash = false) => decodeURIComponent(favicon(due, flash));
  expect(drawn(0)).not.toContain("<text");
  expect(drawn(3)).toContain(">3</text>");
  expect(drawn(12)).toContain(">9+</text>");
  expect(drawn(0, true)).toContain("<circle");
});
