import { expect, test } from "vitest";
import type { Entry, Kind, State } from "../protocol.gen";
import { seenAs, stageAfter } from "./stage";

const entry = (kind: Kind, data: Record<string, unknown> = {}) => ({ kind, data }) as unknown as Entry;
const walk = (...entries: Entry[]): State => entries.reduce(stageAfter, "bot" as State);

test("a talk goes from bot over the line to a person and ends", () => {
  expect(walk(entry("message"), entry("queued"))).toBe("queued");
  expect(walk(entry("queued"), entry("joined"), entry("message"))).toBe("live");
  expect(walk(entry("joined"), entry("transferred"))).toBe("queued");
  expect(walk(entry("joined"), entry("resolved"))).toBe("resolved");
  expect(walk(entry("resolved"), entry("reopened"))).toBe("bot");
});

test("only the notice of the bot gives the talk back to it", () => {
  expect(walk(entry("queued"), entry("notice", { code: "bot" }))).toBe("bot");
  expect(walk(entry("queued"), entry("notice", { code: "other" }))).toBe("queued");
});

test("the visitor needn't know of offers and parking", () => {
  expect((["offered", "parked", "live", null] as const).map(seenAs)).toEqual([
    "queued",
    "live",
    "live",
    "bot",
  ]);
});
