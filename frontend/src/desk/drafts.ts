/* What is being written, kept for each conversation until it is sent, through reloads. A note and a reply are kept
   apart, so that what was meant for colleagues never stands in the field that the visitor reads. */
import { signal } from "@preact/signals";
import { kept, noting } from "./room";

export type DraftKind = "reply" | "note";

const changes = signal(0);
const keyOf = (conversation: string, kind: DraftKind) =>
  kind === "note" ? `draft:note:${conversation}` : `draft:${conversation}`;

/** Reading it in a component follows the changes. */
export function draftOf(conversation: string, kind: DraftKind = "reply"): string {
  return changes.value >= 0 ? (kept.getItem(keyOf(conversation, kind)) ?? "") : "";
}

export function changeDraft(conversation: string, text: string, kind: DraftKind = "reply"): void {
  if (text) kept.setItem(keyOf(conversation, kind), text);
  else kept.removeItem(keyOf(conversation, kind));
  changes.value += 1;
}

/** Write a note instead of a reply, or the other way; what is typed goes along where nothing else stands there. */
export function writeAs(conversation: string, kind: DraftKind): void {
  const from = noting.value ? "note" : "reply";
  noting.value = kind === "note";
  const text = draftOf(conversation, from);
  if (from === kind || !text || draftOf(conversation, kind)) return;
  changeDraft(conversation, text, kind);
  changeDraft(conversation, "", from);
}
