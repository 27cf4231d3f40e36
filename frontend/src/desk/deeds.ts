/* What this desk does itself, as it shows before the server tells it back. Pure. */

import type { Decision } from "../board/routing/shapes";
import type { Entry } from "../protocol.gen";
import { type Draft, paged, settled as settle, drafted as withDraft } from "../shared/timeline";
import type { Note } from "./frames";
import { type DeskState, inThread } from "./state";
import { noted } from "./thread";
import { latestFirst } from "./why/decision";

/** `open`, `accept` and `take` name the current assignment. */
export function opened(state: DeskState, id: string, epoch: string | null): DeskState {
  return inThread(state, id, (thread) => ({ ...thread, epoch }));
}

/** Why it went where it went, read by REST. */
export function explained(state: DeskState, id: string, decisions: readonly Decision[]): DeskState {
  return inThread(state, id, (thread) => ({ ...thread, decisions: latestFirst(decisions) }));
}

/** A page read by REST after a reset; the stream goes on behind it. */
export function read(
  state: DeskState,
  id: string,
  entries: readonly Entry[],
  notes: readonly Note[],
): DeskState {
  return inThread(state, id, (thread) => {
    const timeline = paged(thread.timeline, entries, entries.at(-1)?.seq ?? 0);
    return notes.reduce(noted, { ...thread, timeline });
  });
}

/** Show what was just written, until its entry or note comes. */
export function drafted(state: DeskState, id: string, draft: Draft, asNote: boolean): DeskState {
  return inThread(state, id, (thread) => {
    if (!asNote) return { ...thread, timeline: withDraft(thread.timeline, draft) };
    const known = [...thread.noteDrafts, ...thread.notes.map((note) => ({ clientId: note.client_id }))];
    if (known.some((other) => other.clientId === draft.clientId)) return thread;
    return { ...thread, noteDrafts: [...thread.noteDrafts, draft] };
  });
}

/** What became of a draft, and when refused, why. */
export function settled(
  state: DeskState,
  id: string,
  clientId: string,
  fate: Draft["state"],
  why = "",
): DeskState {
  return inThread(state, id, (thread) => ({
    ...thread,
    timeline: settle(thread.timeline, clientId, fate),
    noteDrafts: thread.noteDrafts.map((draft) =>
      draft.clientId === clientId ? { ...draft, state: fate } : draft,
    ),
    refusals: why ? { ...thread.refusals, [clientId]: why } : thread.refusals,
  }));
}
