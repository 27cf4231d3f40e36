/* Every story that the server's flow tests recorded, told again over a bad line: frames dropped, doubled, swapped.
   A stand-in server answers `replay` from the record; the end must equal the fresh snapshot. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Entry, Ok } from "../protocol.gen";
import { follow } from "./follow";
import { empty, lines, received, type Timeline } from "./timeline";
import type { Frame } from "./wire";

interface Story {
  story: string;
  views: Record<string, { frames: Frame[]; snapshot: { conversation: string; entries: Entry[] } }>;
}

const FOLDER = "../tests/transcripts";
const stories = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".json"))
  .map((file) => JSON.parse(readFileSync(`${FOLDER}/${file}`, "utf8")) as Story);

/** Small and seeded, so that a red run can be run again (mulberry32). */
function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A bad line: a fifth of the frames never arrives, a fifth comes twice, a fifth changes place with the next. */
function spoiled(frames: readonly Entry[], seed: number): Entry[] {
  const chance = chances(seed);
  const arrived = frames.flatMap((frame) =>
    chance() < 0.2 ? [] : chance() < 0.25 ? [frame, frame] : [frame],
  );
  for (let i = 0; i + 1 < arrived.length; i++) {
    const [one, other] = arrived.slice(i, i + 2);
    if (one && other && chance() < 0.2) arrived.splice(i, 2, other, one);
  }
  return arrived;
}

/** Feed the frames to a timeline that heals itself from the record, and let a last heartbeat name the head. */
async function told(frames: readonly Entry[], record: readonly Entry[]): Promise<Timeline> {
  let timeline = empty();
  const take = (entry: Entry) => {
    timeline = received(timeline, entry);
  };
  const follower = follow(
    () => timeline,
    async (after): Promise<Ok> => {
      for (const entry of record.filter(({ seq }) => seq > after)) take(entry);
      return { type: "ok", ref: 0 };
    },
  );
  for (const frame of frames) {
    take(frame);
    follower.check();
    await Promise.resolve();
  }
  follower.check(record.at(-1)?.seq ?? 0);
  await new Promise((resolve) => setTimeout(resolve));
  return timeline;
}

test("there is a story to tell", () => {
  expect(stories.length).toBeGreaterThan(0);
});

describe.each(stories)("$story", ({ views }) => {
  test.each(Object.entries(views))(
    "as %s saw it, whatever the line does",
    async (_actor, { frames, snapshot }) => {
      const entries = frames.filter(
        (frame): frame is Entry =>
          frame.type === "entry" && (frame as Entry).conversation === snapshot.conversation,
      );
      const record = [...entries, ...snapshot.entries].reduce(received, empty()).entries;
      const fresh = lines(snapshot.entries.reduce(received, empty()));
      expect(fresh.length).toBeGreaterThan(0);
      expect(lines(await told(entries, record))).toEqual(fresh);
      for (let seed = 1; seed <= 25; seed++)
        expect(lines(await told(spoiled(entries, seed), record)), `seed ${seed}`).toEqual(fresh);
    },
  );
});
