/* One conversation as this client knows it: a pure reducer. Identity does the de-duplication, seq the order. */
import type { Entry } from "../protocol.gen";

export interface Draft {
  readonly clientId: string;
  readonly text: string;
  readonly at: string;
  /** waiting: not acknowledged · sent: committed, its entry is on the way · failed: refused for good. */
  readonly state: "waiting" | "sent" | "failed";
}

export interface Timeline {
  readonly conversation: string | null;
  /** Everything up to this seq is left out on purpose: older pages are fetched when somebody scrolls. */
  readonly from: number;
  /** By seq; may hold entries past a gap, which nobody sees until it is closed. */
  readonly entries: readonly Entry[];
  readonly pending: readonly Draft[];
}

/** An entry as it reads now: amendments and erasures applied. */
export interface Line extends Entry {
  readonly amended: boolean;
  readonly erased: boolean;
}

export function empty(conversation: string | null = null, pending: readonly Draft[] = []): Timeline {
  return { conversation, from: 0, entries: [], pending };
}

/** Take in one entry. Replays are ignored; the draft it came from goes away. */
export function received(timeline: Timeline, entry: Entry): Timeline {
  const { entries } = timeline;
  const pending = timeline.pending.filter((draft) => draft.clientId !== entry.client_id);
  const last = entries.at(-1);
  if (entry.seq <= timeline.from) return { ...timeline, pending };
  if (!last || last.seq < entry.seq) return { ...timeline, entries: [...entries, entry], pending };
  if (entries.some((known) => known.seq === entry.seq)) return { ...timeline, pending };
  return { ...timeline, entries: [...entries, entry].sort((a, b) => a.seq - b.seq), pending };
}

/** Start again from a page read by REST: what lies before it is left out. */
export function paged(timeline: Timeline, page: readonly Entry[], head: number): Timeline {
  const from = page[0] ? page[0].seq - 1 : head;
  return page.reduce(received, { ...empty(timeline.conversation, timeline.pending), from });
}

/** Put an older page before what is held. */
export function older(timeline: Timeline, page: readonly Entry[]): Timeline {
  const from = page[0] ? page[0].seq - 1 : 0;
  return page.reduce(received, { ...timeline, from });
}

/** The last seq with nothing missing before it: what to say in `after`. */
export function complete(timeline: Timeline): number {
  let seq = timeline.from;
  for (const entry of timeline.entries) {
    if (entry.seq !== seq + 1) break;
    seq = entry.seq;
  }
  return seq;
}

/** What to ask `replay` after, or null when nothing is missing up to `head`, the server's last seq where known. */
export function missing(timeline: Timeline, head = 0): number | null {
  const held = complete(timeline);
  const known = Math.max(head, timeline.entries.at(-1)?.seq ?? 0);
  return known > held ? held : null;
}

/** What may be shown: nothing past a gap, amended texts new, erased ones without text, the pointers themselves left out. */
export function lines(timeline: Timeline): Line[] {
  const held = complete(timeline);
  const whole = timeline.entries.filter((entry) => entry.seq <= held);
  const texts = new Map<number, string>();
  const gone = new Set<number>();
  for (const { kind, data } of whole) {
    if (kind === "amended") texts.set(Number(data?.seq), String(data?.text));
    if (kind === "erased") gone.add(Number(data?.seq));
  }
  return whole
    .filter((entry) => entry.kind !== "amended" && entry.kind !== "erased")
    .map((entry) => asItReads(entry, texts.get(entry.seq), gone.has(entry.seq)));
}

function asItReads(entry: Entry, text: string | undefined, erased: boolean): Line {
  if (erased) return { ...entry, text: "", data: {}, amended: false, erased };
  return text === undefined
    ? { ...entry, amended: false, erased }
    : { ...entry, text, amended: true, erased };
}

/** Show what was just written, until its entry comes. */
export function drafted(timeline: Timeline, draft: Draft): Timeline {
  const known =
    timeline.pending.some((other) => other.clientId === draft.clientId) ||
    timeline.entries.some((entry) => entry.client_id === draft.clientId);
  return known ? timeline : { ...timeline, pending: [...timeline.pending, draft] };
}

/** What became of a draft; one that already came as an entry is left alone. */
export function settled(timeline: Timeline, clientId: string, state: Draft["state"]): Timeline {
  const pending = timeline.pending.map((draft) =>
    draft.clientId === clientId ? { ...draft, state } : draft,
  );
  return { ...timeline, pending };
}
