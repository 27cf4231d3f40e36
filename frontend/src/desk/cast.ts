/* Made-up frames for the tests of the desk. */
import type { Entry } from "../protocol.gen";
import type { Card, DeskTold, DeskWelcome, Note } from "./frames";
import { CLOSED_DESK, type DeskState, heard } from "./state";

export const ME = { id: "a1", name: "Mei", role: "agent", permissions: ["take", "note"] };
export const NOW = Date.parse("2026-11-25T12:00:00.000Z");
export const AT = "2026-11-25T11:59:00.000Z";

export function card(id: string, over: Partial<Card> = {}): Card {
  return {
    id,
    state: "queued",
    customer: { id: `c-${id}`, name: "Zhou", verified: false },
    site: "demo",
    channel: "web",
    head: [0, 0],
    unread: 0,
    assignee: null,
    team: null,
    needs: { zh: 3 },
    promise_s: 120,
    waited_s: 30,
    since: AT,
    last: null,
    labels: [],
    priority: "normal",
    ...over,
  };
}

export function entry(seq: number, over: Partial<Entry> = {}): Entry {
  return {
    type: "entry",
    conversation: "v1",
    seq,
    id: `e${seq}`,
    client_id: null,
    kind: "message",
    author: { role: "visitor" },
    at: new Date(NOW + seq * 1_000).toISOString(),
    text: `line ${seq}`,
    ...over,
  };
}

export function note(n: number, over: Partial<Note> = {}): Note {
  const at = new Date(NOW + n * 1_000 + 500).toISOString();
  return {
    type: "note",
    conversation: "v1",
    n,
    id: `n${n}`,
    client_id: `note-${n}`,
    author: { role: "agent" },
    text: "psst",
    at,
    ...over,
  };
}

export function welcome(conversations: Card[], epoch = "db1"): DeskWelcome {
  return {
    type: "welcome",
    ref: 0,
    agent: ME,
    state: "online",
    capacity: 3,
    load: 0,
    conversations,
    epoch,
    heartbeat_s: 15,
  };
}

export function offer(id: string) {
  const expires = new Date(NOW + 20_000).toISOString();
  return {
    type: "offer",
    offer: id,
    conversation: "v1",
    card: card("v1", { state: "offered" }),
    expires_at: expires,
    why: { zh: "会中文", en: "Chinese" },
  } as const;
}

/** The desk after these frames, all heard at NOW. */
export function told(...frames: DeskTold[]): DeskState {
  return frames.reduce((state, frame) => heard(state, frame, NOW), CLOSED_DESK);
}

export const thread = (state: DeskState) => {
  const found = state.threads.v1;
  if (!found) throw new Error("v1 has no thread");
  return found;
};
