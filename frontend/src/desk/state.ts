/* The desk as this page knows it: frames in, a new state out. Pure, so that a story of frames is a test. */
import type { Entry, Seen, Typing } from "../protocol.gen";
import { empty, received } from "../shared/timeline";
import {
  agentChanged,
  type Call,
  type Heard,
  handed,
  mentioned,
  type Passed,
  pageShown,
  released,
  viewing,
} from "./beside";
import type {
  AgentView,
  Assigned,
  Card,
  DeskReset,
  DeskTold,
  DeskWelcome,
  Note,
  Offer,
  Withdrawn,
} from "./frames";
import { blank, noted, type Thread } from "./thread";

/** A card and when it was heard (ms, this page's clock), so that its waiting time can run on. */
export type HeldCard = Card & { readonly heardAt: number; readonly wasMine?: boolean };
export type HeldOffer = Offer & { readonly heardAt: number };

export interface DeskState {
  readonly agent: AgentView | null;
  readonly presence: string;
  readonly capacity: number;
  readonly breaks: readonly string[]; // the firm's own reasons
  readonly load: number;
  /** Which incarnation of the database this is; null before the first welcome. */
  readonly epoch: string | null;
  readonly cards: Readonly<Record<string, HeldCard>>;
  readonly threads: Readonly<Record<string, Thread>>;
  readonly offers: readonly HeldOffer[];
  /** By id; only those that something was told about. */
  readonly colleagues: Readonly<Record<string, Heard>>;
  /** The last conversation that left this agent without being ended. */
  readonly passed: Passed | null;
  /** The last note that named this agent. */
  readonly call: Call | null;
}

export const CLOSED_DESK: DeskState = {
  agent: null,
  presence: "offline",
  capacity: 0,
  breaks: [],
  load: 0,
  epoch: null,
  cards: {},
  threads: {},
  offers: [],
  colleagues: {},
  passed: null,
  call: null,
};

/** Take in one frame heard at `now` (ms). Unknown ones change nothing. */
export function heard(state: DeskState, frame: DeskTold, now: number): DeskState {
  const take = TAKES[frame.type] as Take | undefined;
  return take ? take(state, frame, now) : state;
}

type Take = (state: DeskState, frame: DeskTold, now: number) => DeskState;

const TAKES: { readonly [T in DeskTold["type"]]?: unknown } = {
  welcome: welcomed,
  agent: agentChanged,
  offer: offered,
  withdrawn,
  assigned,
  released,
  card: (state: DeskState, frame: { card: Card }, now: number) => withCard(state, frame.card, now),
  gone: (state: DeskState, frame: { conversation: string }) => {
    const { [frame.conversation]: _gone, ...cards } = state.cards;
    return { ...state, cards };
  },
  entry: entered,
  note: (state: DeskState, note: Note) => inThread(state, note.conversation, (thread) => noted(thread, note)),
  typing: (state: DeskState, frame: Typing, now: number) =>
    inThread(state, frame.conversation, (thread) => ({
      ...thread,
      typing: frame.on ? { ...frame, heardAt: now } : null,
    })),
  seen: (state: DeskState, frame: Seen) =>
    frame.role === "visitor"
      ? inThread(state, frame.conversation, (thread) => ({
          ...thread,
          seen: Math.max(thread.seen, frame.seq),
        }))
      : state,
  reset: wasReset,
  handed,
  viewing,
  mentioned,
  page: pageShown,
};

/** Another database means that nothing held is worth keeping, except what was never sent. */
function welcomed(state: DeskState, frame: DeskWelcome, now: number): DeskState {
  const same = state.epoch === null || state.epoch === frame.epoch;
  const threads = same ? state.threads : mapThreads(state.threads, emptied);
  const cards = Object.fromEntries(frame.conversations.map((card) => [card.id, { ...card, heardAt: now }]));
  const { agent, state: presence, capacity, load, epoch, breaks = [] } = frame;
  return { ...state, agent, presence, capacity, load, epoch, breaks, cards, threads, offers: [] };
}

function emptied(thread: Thread): Thread {
  const { conversation, pending } = thread.timeline;
  return {
    ...blank(conversation ?? ""),
    timeline: empty(conversation, pending),
    noteDrafts: thread.noteDrafts,
  };
}

function mapThreads(threads: DeskState["threads"], change: (thread: Thread) => Thread): DeskState["threads"] {
  return Object.fromEntries(Object.entries(threads).map(([id, thread]) => [id, change(thread)]));
}

function offered(state: DeskState, frame: Offer, now: number): DeskState {
  const others = state.offers.filter((offer) => offer.offer !== frame.offer);
  return withCard({ ...state, offers: [...others, { ...frame, heardAt: now }] }, frame.card, now);
}

/** The offer goes; what the agent didn't do is told in one line of the thread. */
function withdrawn(state: DeskState, frame: Withdrawn, now: number): DeskState {
  const offer = state.offers.find((one) => one.offer === frame.offer);
  if (!offer) return state;
  const offers = state.offers.filter((one) => one !== offer);
  const back = offer.by ? { kind: "back" as const, name: offer.by.name } : {};
  const aside = { at: new Date(now).toISOString(), reason: frame.reason, ...back };
  return inThread({ ...state, offers }, offer.conversation, (thread) => ({
    ...thread,
    asides: [...thread.asides, aside],
  }));
}

function assigned(state: DeskState, frame: Assigned, now: number): DeskState {
  const offers = state.offers.filter((offer) => offer.conversation !== frame.conversation);
  const passed = state.passed?.conversation === frame.conversation ? null : state.passed;
  return inThread(withCard({ ...state, offers, passed }, frame.card, now), frame.conversation, (thread) => ({
    ...thread,
    epoch: frame.epoch,
  }));
}

function entered(state: DeskState, entry: Entry): DeskState {
  return inThread(state, entry.conversation, (thread) => ({
    ...thread,
    timeline: received(thread.timeline, entry),
    typing: thread.typing?.role === entry.author.role ? null : thread.typing,
  }));
}

function wasReset(state: DeskState, frame: DeskReset): DeskState {
  return inThread(state, frame.conversation, emptied);
}

function withCard(state: DeskState, card: Card, now: number): DeskState {
  const before = state.cards[card.id];
  const wasMine = before?.wasMine || (before?.assignee != null && before.assignee.id === state.agent?.id);
  return { ...state, cards: { ...state.cards, [card.id]: { ...card, heardAt: now, wasMine } } };
}

/** Change one thread, made blank where there was none. */
export function inThread(state: DeskState, id: string, change: (thread: Thread) => Thread): DeskState {
  return { ...state, threads: { ...state.threads, [id]: change(state.threads[id] ?? blank(id)) } };
}
