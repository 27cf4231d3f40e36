/* What is being written, kept for each conversation until it is sent, through reloads. */
import { signal } from "@preact/signals";
import { kept } from "./room";

const changes = signal(0);
const keyOf = (conversation: string) => `draft:${conversation}`;

/** Reading it in a component follows the changes. */
export function draftOf(conversation: string): string {
  return changes.value >= 0 ? (kept.getItem(keyOf(conversation)) ?? "") : "";
}

export function changeDraft(conversation: string, text: string): void {
  if (text) kept.setItem(keyOf(conversation), text);
  else kept.removeItem(keyOf(conversation));
  changes.value += 1;
}
