import { beforeEach, expect, test } from "vitest";
import type { Entry, Kind, Welcome } from "../protocol.gen";
import { keep } from "./keep";
import { Story, wantsRating } from "./story";

const entry = (seq: number, kind: Kind, more: Partial<Entry> = {}): Entry => ({
  type: "entry",
  conversation: "c1",
  seq,
  id: `e${seq}`,
  client_id: `client-${seq}`,
  kind,
  author: { role: kind === "message" ? "agent" : "system" },
  at: "2026-01-05T09:00:00.000Z",
  ...more,
});

const site = { name: "Shop", locale: "en", open: true, theme: {}, topics: [] };
const welcome = (conversation: Welcome["conversation"]): Welcome => ({
  type: "welcome",
  ref: 0,
  token: null,
  visitor: { id: "v", name: "" },
  site,
  conversation,
  epoch: "e",
  heartbeat_s: 15,
});

let story: Story;
beforeEach(() => {
  localStorage.clear();
  story = new Story(keep("demo"));
});

test("the welcome's state holds; only what comes after its head moves it", () => {
  story.welcomed(welcome({ id: "c1", state: "parked", head: 2 }));
  story.entered(entry(1, "queued"));
  story.entered(entry(2, "joined"));
  expect(story.state.value).toBe("parked");
  story.entered(entry(3, "resolved"));
  expect(story.stage.value).toBe("resolved");
});

test("an entry past a gap moves nothing until the gap is closed", () => {
  story.entered(entry(1, "message"));
  story.entered(entry(3, "joined"));
  expect(story.stage.value).toBe("bot");
  story.entered(entry(2, "queued"));
  expect(story.stage.value).toBe("live");
});

test("when a new conversation begins, late entries of the last one are history", () => {
  story.entered(entry(1, "message"));
  story.entered(entry(1, "message", { conversation: "c2" }));
  story.entered(entry(2, "resolved"));
  expect([story.conversation, story.stage.value]).toEqual(["c2", "bot"]);
});

test("what others said counts as unread until it was looked at, also after a reload", () => {
  story.entered(entry(1, "message"));
  story.entered(entry(2, "message", { author: { role: "visitor" } }));
  expect(story.unread.value.map((line) => line.seq)).toEqual([1]);
  story.looked();
  const later = new Story(keep("demo"));
  later.entered(entry(1, "message"));
  later.entered(entry(2, "message"));
  later.entered(entry(3, "message"));
  expect(later.unread.value.map((line) => line.seq)).toEqual([3]);
});

test("the place in line goes away with the waiting", () => {
  story.entered(entry(1, "queued"));
  story.heard({ type: "queue", conversation: "c1", position: 1, wait: null, options: ["wait"] });
  expect(story.queue.value?.position).toBe(1);
  story.entered(entry(2, "joined"));
  expect(story.queue.value).toBeNull();
});

test("a rating is wanted when asked for or after a good end, until it is given", () => {
  story.entered(entry(1, "resolved", { data: { outcome: "left", by: "v" } }));
  expect(wantsRating(story)).toBe(false);
  story.entered(entry(2, "rating_request"));
  expect(wantsRating(story)).toBe(true);
  story.entered(entry(3, "rated", { data: { score: 5 } }));
  expect(wantsRating(story)).toBe(false);
  story.entered(entry(4, "resolved", { data: { outcome: "resolved", by: "a" } }));
  expect(wantsRating(story)).toBe(true);
  story.entered(entry(5, "reopened", { data: { by: { role: "visitor" } } }));
  expect(wantsRating(story)).toBe(false);
});
