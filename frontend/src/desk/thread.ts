/* One conversation as the desk knows it: its timeline, its notes, and what is only said to staff. Pure. */

import type { Decision } from "../board/routing/shapes";
import type { Entry, Typing } from "../protocol.gen";
import { complete, type Draft, empty, type Line, lines, missing, type Timeline } from "../shared/timeline";
import type { Colleague, Head, Note } from "./frames";

/** A line that stands in the thread of this desk only, such as an offer that went away. */
export interface Aside {
  readonly at: string;
  /** `handed` for an own transfer that is over, `back` for a colleague's that wasn't taken; else an offer that went. */
  readonly kind?: "handed" | "back";
  readonly reason: string;
  /** The colleague, and what they said to it. */
  readonly name?: string;
  readonly said?: string;
}

/** An own transfer that a colleague has yet to answer. */
export interface Handing {
  readonly to: string;
  readonly expiresAt: string;
  readonly heardAt: number;
}

/** The page that the visitor looks at. */
export interface PageNow {
  readonly url: string;
  readonly title: string;
  readonly heardAt: number;
}

export interface Thread {
  readonly timeline: Timeline;
  /** By n; may hold notes past a gap. */
  readonly notes: readonly Note[];
  readonly noteDrafts: readonly Draft[];
  /** The current assignment's, null while nobody is assigned. */
  readonly epoch: string | null;
  /** Who got it and why, the latest first. */
  readonly decisions: readonly Decision[];
  readonly typing: (Typing & { readonly heardAt: number }) | null;
  /** Up to which seq the visitor has read. */
  readonly seen: number;
  readonly asides: readonly Aside[];
  readonly handing: Handing | null;
  /** Colleagues who look at it too. */
  readonly viewers: readonly Colleague[];
  /** null once they left; undefined while nothing was told. */
  readonly page: PageNow | null | undefined;
  /** Why a draft was refused, by its client_id. */
  readonly refusals: Readonly<Record<string, string>>;
}

export type Item =
  | { readonly kind: "day"; readonly at: string }
  | { readonly kind: "entry"; readonly at: string; readonly line: Line }
  | { readonly kind: "note"; readonly at: string; readonly note: Note }
  | { readonly kind: "aside"; readonly at: string; readonly aside: Aside }
  | { readonly kind: "draft"; readonly at: string; readonly draft: Draft; readonly asNote: boolean };

export function blank(conversation: string): Thread {
  return {
    timeline: empty(conversation),
    notes: [],
    noteDrafts: [],
    epoch: null,
    decisions: [],
    typing: null,
    seen: 0,
    asides: [],
    handing: null,
    viewers: [],
    page: undefined,
    refusals: {},
  };
}

/** Take in one note. Repeats are ignored; the draft it came from goes away. */
export function noted(thread: Thread, note: Note): Thread {
  const noteDrafts = thread.noteDrafts.filter((draft) => draft.clientId !== note.client_id);
  if (thread.notes.some((known) => known.n === note.n)) return { ...thread, noteDrafts };
  const notes = [...thread.notes, note].sort((a, b) => a.n - b.n);
  return { ...thread, notes, noteDrafts };
}

/** The last n with nothing missing before it. */
export function completeNotes(notes: readonly Note[]): number {
  let n = 0;
  for (const note of notes) {
    if (note.n !== n + 1) break;
    n = note.n;
  }
  return n;
}

/** What to name in `after`: everything up to here is held. */
export function held(thread: Thread): Head {
  return [complete(thread.timeline), completeNotes(thread.notes)];
}

/** What arrived so far, gaps or not: what to name in `got`. */
export function arrived(thread: Thread): Head {
  return [thread.timeline.entries.at(-1)?.seq ?? 0, thread.notes.at(-1)?.n ?? 0];
}

/** Whether an entry or a note is missing up to `head`. */
export function behind(thread: Thread, head: Head): boolean {
  const n = Math.max(head[1], thread.notes.at(-1)?.n ?? 0);
  return missing(thread.timeline, head[0]) !== null || n > completeNotes(thread.notes);
}

/** Everything that may be shown, notes and asides put where their time belongs, drafts last, days between. */
export function weave(thread: Thread): Item[] {
  const n = completeNotes(thread.notes);
  const said: Item[] = lines(thread.timeline).map((line) => ({ kind: "entry", at: line.at, line }));
  const beside: Item[] = [
    ...thread.notes.filter((note) => note.n <= n).map((note): Item => ({ kind: "note", at: note.at, note })),
    ...thread.asides.map((aside): Item => ({ kind: "aside", at: aside.at, aside })),
  ];
  const drafts = [
    ...thread.timeline.pending.map((draft): Item => ({ kind: "draft", at: draft.at, draft, asNote: false })),
    ...thread.noteDrafts.map((draft): Item => ({ kind: "draft", at: draft.at, draft, asNote: true })),
  ];
  return withDays([...merge(said, beside.sort(byTime)), ...drafts.sort(byTime)]);
}

function byTime(a: Item, b: Item): number {
  return Date.parse(a.at) - Date.parse(b.at);
}

/** The timeline keeps its order whatever its clock says; what stands beside it goes before the first later entry. */
function merge(said: readonly Item[], beside: readonly Item[]): Item[] {
  const rest = [...beside];
  const woven: Item[] = [];
  for (const item of said) {
    while (rest[0] && byTime(rest[0], item) < 0) woven.push(...rest.splice(0, 1));
    woven.push(item);
  }
  return [...woven, ...rest];
}

function withDays(items: readonly Item[]): Item[] {
  return items.flatMap((item, i) => {
    const before = items[i - 1];
    const sameDay = before && new Date(before.at).toDateString() === new Date(item.at).toDateString();
    return sameDay ? [item] : [{ kind: "day" as const, at: item.at }, item];
  });
}

const PERSON = new Set<Entry["kind"]>(["queued", "joined"]);

/** How many leading items are the bot's part: everything before a person was called or came. */
export function botPart(items: readonly Item[]): number {
  const end = items.findIndex((item) => item.kind === "entry" && PERSON.has(item.line.kind));
  const part = end < 0 ? items : items.slice(0, end);
  const spoke = part.some((item) => item.kind === "entry" && item.line.author.role === "bot");
  return spoke ? part.length : 0;
}

/** The last thing that the visitor said, or "". */
export function lastSaid(thread: Thread | undefined): string {
  const said = thread
    ? lines(thread.timeline).filter((line) => line.author.role === "visitor" && line.text)
    : [];
  return said.at(-1)?.text ?? "";
}

/** The seq of the visitor's message that is still to be answered, or null when the last word was ours. */
export function lastAsked(thread: Thread): number | null {
  const spoken = lines(thread.timeline).filter(
    ({ kind, author }) => kind === "message" && (author.role === "visitor" || author.role === "agent"),
  );
  const last = spoken.at(-1);
  return last?.author.role === "visitor" && last.text ? last.seq : null;
}
