/* What an agent does: say, note, and the moves of a conversation. Answers that are a no stand in one line. */
import { newId } from "../shared/ids";
import { colleagues } from "./colleagues";
import { settled } from "./deeds";
import { named } from "./mentions";
import { desk } from "./room";
import { attempt, frame, keepDraft, outbox } from "./session";
import { answered } from "./suggest/suggest";
import type { To } from "./transfer/targets";

const epochOf = (conversation: string) => desk.value.threads[conversation]?.epoch ?? null;

/** What this page itself has sent, to tell it from what other windows did. */
export const sentHere = new Set<string>();

/** Write to the visitor. The same `id` again is the same message, under the assignment as it is now. */
export function say(conversation: string, text: string, id: string = newId()): void {
  sentHere.add(id);
  answered(conversation, text);
  const out = frame("say", { client_id: id, conversation, epoch: epochOf(conversation), text });
  keepDraft(outbox.post(id, out));
}

export function note(conversation: string, text: string, id: string = newId()): void {
  const mentions = named(text, colleagues.value);
  const out = { client_id: id, conversation, text, ...(mentions.length > 0 ? { mentions } : {}) };
  keepDraft(outbox.post(id, frame("note", out)));
}

export function again(conversation: string, id: string, text: string, asNote: boolean): void {
  desk.value = settled(desk.value, conversation, id, "waiting");
  (asNote ? note : say)(conversation, text, id);
}

export const setPresence = (state: string, reason?: string) =>
  attempt(frame("state", { state, ...(reason ? { reason } : {}) }));
export const accept = (offer: string) => attempt(frame("accept", { offer }));
export const decline = (offer: string, reason = "") =>
  attempt(frame("decline", { offer, ...(reason ? { reason } : {}) }));
export const takeOn = (conversation: string) => attempt(frame("take", { conversation }));
/** Hand it on; the comment goes along as a note. */
export const transfer = (conversation: string, to: To, text: string) =>
  attempt(
    frame("transfer", { conversation, epoch: epochOf(conversation), to, ...(text ? { text } : {}) }),
    1,
  );
/** Put it aside until `until`, or until the visitor writes. */
export const park = (conversation: string, until: Date | null) =>
  attempt(
    frame("park", {
      conversation,
      epoch: epochOf(conversation),
      ...(until ? { until: until.toISOString() } : {}),
    }),
  );
export const takeOver = (conversation: string) => attempt(frame("takeover", { conversation }));
export const reopen = (conversation: string) => attempt(frame("reopen", { conversation }));
export const resolve = (conversation: string, outcome: "resolved" | "ticket", summary: string) =>
  attempt(
    frame("resolve", {
      conversation,
      epoch: epochOf(conversation),
      outcome,
      ...(summary ? { summary } : {}),
    }),
  );
