/* What the desk is told beside lines and cards: transfers, colleagues, who looks along, the visitor's page. Pure. */
import type { AgentChanged, Handed, Mentioned, PageShown, Released, Viewing } from "./frames";
import type { DeskState } from "./state";
import { inThread } from "./state";
import type { Aside } from "./thread";

/** A colleague's state and load, as last told. */
export interface Heard {
  readonly state: string;
  readonly load: number;
  readonly capacity: number;
}

/** How a conversation left this agent, for the line that says so. */
export interface Passed {
  readonly conversation: string;
  readonly customer: string;
  readonly at: string;
  /** `accepted` by the colleague who was asked, `transferred` into the queue, `taken` by somebody, `requeued`. */
  readonly how: "accepted" | "transferred" | "taken" | "requeued";
  /** The colleague's name where it is known, else "". */
  readonly to: string;
}

export function agentChanged(state: DeskState, frame: AgentChanged): DeskState {
  const { id, state: presence, load, capacity } = frame;
  if (id === state.agent?.id) return { ...state, presence, load, capacity };
  return { ...state, colleagues: { ...state.colleagues, [id]: { state: presence, load, capacity } } };
}

/** A transfer of one's own: who is asked, or what came of it; whatever brought it back stands in the thread. */
export function handed(state: DeskState, frame: Handed, now: number): DeskState {
  const { conversation, to, outcome } = frame;
  if (outcome === "offered")
    return inThread(state, conversation, (thread) => ({
      ...thread,
      handing: { to: to.name, expiresAt: frame.expires_at ?? "", heardAt: now },
    }));
  const at = new Date(now).toISOString();
  const said = frame.reason ? { said: frame.reason } : {};
  const aside: Aside = { at, kind: "handed", reason: outcome, name: to.name, ...said };
  const over = inThread(state, conversation, (thread) => ({
    ...thread,
    handing: null,
    asides: [...thread.asides, aside],
  }));
  return outcome === "accepted" ? passing(over, conversation, "accepted", now, to.name) : over;
}

function passing(
  state: DeskState,
  conversation: string,
  how: Passed["how"],
  now: number,
  to = "",
): DeskState {
  const customer = state.cards[conversation]?.customer.name ?? "";
  return { ...state, passed: { conversation, customer, at: new Date(now).toISOString(), how, to } };
}

const LEFT: ReadonlySet<string> = new Set<Passed["how"]>(["transferred", "taken", "requeued"]);

/** Not this agent's any more; what the agent didn't end is told in one line, unless a transfer has told it already. */
export function released(state: DeskState, { conversation, reason }: Released, now: number): DeskState {
  const over = inThread(state, conversation, (thread) => ({ ...thread, epoch: null, handing: null }));
  const told = state.passed?.conversation === conversation && state.passed.how === "accepted";
  if (told || !LEFT.has(reason)) return over;
  return passing(over, conversation, reason as Passed["how"], now);
}

/** A colleague named this agent in a note. */
export interface Call {
  readonly conversation: string;
  readonly n: number;
  readonly by: string;
  readonly at: string;
}

export function mentioned(state: DeskState, { conversation, n, by }: Mentioned, now: number): DeskState {
  return { ...state, call: { conversation, n, by: by.name, at: new Date(now).toISOString() } };
}

export function viewing(state: DeskState, frame: Viewing): DeskState {
  return inThread(state, frame.conversation, (thread) => ({ ...thread, viewers: frame.agents }));
}

export function pageShown(state: DeskState, frame: PageShown, now: number): DeskState {
  const page = frame.url ? { url: frame.url, title: frame.title ?? "", heardAt: now } : null;
  return inThread(state, frame.conversation, (thread) => ({ ...thread, page }));
}
