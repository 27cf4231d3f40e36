import { describe, expect, test } from "vitest";
import { AT, entry, NOW, note, offer, thread, told, welcome } from "./cast";
import { drafted, settled } from "./deeds";
import { heard } from "./state";
import { arrived, behind, botPart, held, weave } from "./thread";

describe("the thread", () => {
  test("nothing past a gap is shown, and the gap is known", () => {
    const state = told(entry(1), entry(3));
    expect(held(thread(state))).toEqual([1, 0]);
    expect(arrived(thread(state))).toEqual([3, 0]);
    expect(behind(thread(state), [0, 0])).toBe(true);
    expect(weave(thread(state)).filter((item) => item.kind === "entry")).toHaveLength(1);
  });

  test("a missing note is a gap too", () => {
    expect(behind(thread(told(entry(1), note(2))), [1, 2])).toBe(true);
    expect(behind(thread(told(entry(1), note(1), note(2))), [1, 2])).toBe(false);
  });

  test("a note past a gap waits for the one before it", () => {
    expect(weave(thread(told(entry(1), note(2)))).some((item) => item.kind === "note")).toBe(false);
  });

  test("notes stand between the entries by their time, under one day", () => {
    const kinds = weave(thread(told(entry(1), entry(2), note(1)))).map((item) => item.kind);
    expect(kinds).toEqual(["day", "entry", "note", "entry"]);
  });

  test("what was written goes when its entry or note comes", () => {
    const draft = { clientId: "note-1", text: "psst", at: AT, state: "waiting" } as const;
    const waitingNote = drafted(told(entry(1)), "v1", draft, true);
    expect(weave(thread(waitingNote)).at(-1)).toMatchObject({ kind: "draft", asNote: true });
    expect(weave(thread(heard(waitingNote, note(1), NOW))).at(-1)?.kind).toBe("note");
  });

  test("a refused draft keeps the server's reason", () => {
    const draft = { clientId: "mine-0001", text: "hi", at: AT, state: "waiting" } as const;
    const state = settled(
      drafted(told(entry(1)), "v1", draft, false),
      "v1",
      "mine-0001",
      "failed",
      "Taken over.",
    );
    expect(thread(state).timeline.pending[0]?.state).toBe("failed");
    expect(thread(state).refusals["mine-0001"]).toBe("Taken over.");
  });

  test("an offer that ran out leaves one line with the reason", () => {
    const state = told(welcome([]), offer("o1"), { type: "withdrawn", offer: "o1", reason: "expired" });
    expect(state.offers).toEqual([]);
    expect(thread(state).asides).toEqual([{ at: new Date(NOW).toISOString(), reason: "expired" }]);
  });

  test("typing ends when the message comes", () => {
    const typing = { type: "typing", conversation: "v1", role: "visitor", name: "", on: true } as const;
    expect(thread(told(typing)).typing).not.toBeNull();
    expect(thread(told(typing, entry(1))).typing).toBeNull();
  });

  test("the bot's part ends where a person is called", () => {
    const bot = entry(2, { author: { role: "bot" } });
    const called = entry(3, { kind: "queued", author: { role: "system" } });
    expect(botPart(weave(thread(told(entry(1), bot, called, entry(4)))))).toBe(3);
    expect(botPart(weave(thread(told(entry(1), called))))).toBe(0);
  });
});
