/* The suggested answers of each conversation: asked for once per visitor message, counted once it is answered. */
import { signal } from "@preact/signals";
import type { Draft } from "../../protocol.gen";
import { changeDraft, draftOf } from "../drafts";
import { desk, kept, noting } from "../room";
import { ask, frame } from "../session";
import { lastAsked } from "../thread";
import { type Fate, fate, joined } from "./fate";

export interface Shown {
  /** The visitor's message that they answer. */
  readonly seq: number;
  /** null while the answer is on its way. */
  readonly rows: readonly Draft[] | null;
  /** How many rows stood there when the message came: their room is kept until the answer, so it moves once at most. */
  readonly room: number;
  /** The article put into the field last. */
  readonly put: string | null;
  /** What was put in for an earlier message and isn't sent yet: the visitor wrote on meanwhile. */
  readonly carried?: Carried | undefined;
}

interface Carried {
  readonly row: Draft;
  readonly seq: number;
}

const carriedOn = (before: Shown | undefined): Carried | undefined => {
  const row = before?.rows?.find(({ article }) => article === before.put);
  return row && before ? { row, seq: before.seq } : before?.carried;
};

const MOST = 3;
/** Below this a suggestion is noise, 0–1. */
const LEAST = 0.1;

export const shown = signal<Readonly<Record<string, Shown>>>({});
export const folded = signal(kept.getItem("suggestions") === "folded");

export function foldSuggestions(): void {
  folded.value = !folded.value;
  kept.setItem("suggestions", folded.value ? "folded" : "open");
}

function change(conversation: string, next: Shown): void {
  shown.value = { ...shown.value, [conversation]: next };
}

function forget(conversation: string): void {
  const { [conversation]: _gone, ...others } = shown.peek();
  shown.value = others;
}

/** Ask for the message `seq`, unless it was asked already; a later message is never overtaken by an earlier answer. */
export async function suggestFor(conversation: string, seq: number): Promise<void> {
  if (shown.peek()[conversation]?.seq === seq) return;
  const before = shown.peek()[conversation];
  const room = before?.room ?? 0;
  const carried = carriedOn(before);
  change(conversation, { seq, rows: null, room, put: null, carried });
  const ok = await ask(frame("suggest", { conversation }));
  if (shown.peek()[conversation]?.seq !== seq) return;
  const rows = (ok?.suggestions ?? []).filter(({ confidence }) => confidence >= LEAST).slice(0, MOST);
  if (ok) change(conversation, { seq, rows, room: rows.length, put: null, carried });
  else forget(conversation);
}

/** Put the suggestion in the `nth` place into the field. */
export function insert(conversation: string, nth: number): void {
  const now = shown.value[conversation];
  const row = now?.rows?.[nth];
  if (!now || !row) return;
  noting.value = false;
  changeDraft(conversation, joined(draftOf(conversation), row.text));
  change(conversation, { ...now, put: row.article });
  const field = document.getElementById("composer");
  if (!(field instanceof HTMLTextAreaElement)) return;
  field.focus();
  requestAnimationFrame(() => field.setSelectionRange(field.value.length, field.value.length));
}

/** What is to be counted when `text` answers: of what was put in last, also for an earlier message, else of the best. */
export function verdict(now: Shown, text: string): (Fate & { seq: number }) | null {
  const { carried } = now;
  if (now.put === null && carried) {
    const old = fate([carried.row], carried.row.article, text);
    return old && { ...old, seq: carried.seq };
  }
  const told = fate(now.rows ?? [], now.put, text);
  return told && { ...told, seq: now.seq };
}

/** `text` was sent: say what became of what was suggested for the message that it answers. */
export function answered(conversation: string, text: string): void {
  const now = shown.value[conversation];
  const thread = desk.value.threads[conversation];
  if (!now || !thread || lastAsked(thread) !== now.seq) return;
  const told = verdict(now, text);
  change(conversation, { seq: now.seq, rows: [], room: 0, put: null });
  if (told) void ask(frame("suggested", { conversation, ...told }));
}
