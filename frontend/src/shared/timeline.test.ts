import { expect, test } from "vitest";
import type { Entry, Kind } from "../protocol.gen";
import {
  complete,
  drafted,
  empty,
  lines,
  missing,
  older,
  paged,
  received,
  settled,
  type Timeline,
} from "./timeline";

function entry(seq: number, more: Partial<Entry> = {}): Entry {
  const kind: Kind = "message";
  const author = { role: "visitor" as const };
  return {
    type: "entry",
    conversation: "c",
    seq,
    id: `e${seq}`,
    client_id: `client-${seq}`,
    kind,
    author,
    at: "2026-01-01T00:00:00.000Z",
    text: `t${seq}`,
    ...more,
  };
}

const take = (...entries: Entry[]): Timeline => entries.reduce(received, empty("c"));
const texts = (timeline: Timeline) => lines(timeline).map((line) => line.text);

test("an entry that comes twice is shown once", () => {
  expect(texts(take(entry(1), entry(1), entry(2), entry(1)))).toEqual(["t1", "t2"]);
});

test("nothing past a gap is shown, and the gap is asked for", () => {
  const gap = take(entry(1), entry(3));
  expect(texts(gap)).toEqual(["t1"]);
  expect(missing(gap)).toBe(1);
  expect(texts(received(gap, entry(2)))).toEqual(["t1", "t2", "t3"]);
});

test("a head beyond what is held counts as missing", () => {
  expect(missing(take(entry(1)), 2)).toBe(1);
  expect(missing(take(entry(1)), 1)).toBeNull();
});

test("complete stops before the first gap", () => {
  expect(complete(take(entry(1), entry(2), entry(4)))).toBe(2);
  expect(complete(empty("c"))).toBe(0);
});

test("an amended text replaces the first one and the pointer isn't a line", () => {
  const amended = take(entry(1), entry(2, { kind: "amended", data: { seq: 1, text: "better" } }));
  expect(texts(amended)).toEqual(["better"]);
  expect(lines(amended)[0]?.amended).toBe(true);
});

test("an erased entry keeps its place and loses its text, amended before or not", () => {
  const erased = take(
    entry(1),
    entry(2, { kind: "amended", data: { seq: 1, text: "better" } }),
    entry(3, { kind: "erased", data: { seq: 1 } }),
  );
  expect(lines(erased)).toMatchObject([{ seq: 1, text: "", erased: true }]);
});

test("a draft goes when its entry comes, whichever of ok and entry is first", () => {
  const draft = { clientId: "client-1", text: "t1", at: "2026-01-01T00:00:00Z", state: "waiting" } as const;
  const waiting = drafted(empty("c"), draft);
  expect(received(waiting, entry(1)).pending).toEqual([]);
  expect(settled(waiting, "client-1", "sent").pending[0]?.state).toBe("sent");
  expect(drafted(take(entry(1)), draft).pending).toEqual([]);
});

test("after a page the timeline goes on from there, and older pages fit before it", () => {
  const page = paged(take(entry(1)), [entry(8), entry(9)], 9);
  expect([complete(page), texts(received(page, entry(10)))]).toEqual([9, ["t8", "t9", "t10"]]);
  expect(texts(older(page, [entry(6), entry(7)]))).toEqual(["t6", "t7", "t8", "t9"]);
  expect(complete(paged(empty("c"), [], 5))).toBe(5);
});
