/* What the desk is told beside lines and cards: transfers, colleagues, who looks along, the visitor's page. Pure. */
import type { AgentChanged, Handed, PageShown, Viewing } from "./frames";
import type { DeskState } from "./state";
import { inThread } from "./state";
import type { Aside } from "./thread";

/** A colleague's state and load, as last told. */
export interface Heard {
  readonly state: string;
  readonly load: number;
  readonly capacity: number;
}

/** A conversation that went on to a colleague, for the line that says so. */
export interface Passed {
  readonly conversation: string;
  readonly customer: string;
  readonly to: string;
  readonly at: string;
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
  return outcome === "accepted" ? { ...over, passed: passed(state, conversation, to.name, at) } : over;
}

function passed(state: DeskState, conversation: string, to: string, at: string): Passed {
  const card = state.cards[conversation];
  return { conversation, customer: card?.customer.name ?? "", to, at };
}

export function viewing(state: DeskState, frame: Viewing): DeskState {
  return inThread(state, frame.conversation, (thread) => ({ ...thread, viewers: frame.agents }));
}

export function pageShown(state: DeskState, frame: PageShown, now: number): DeskState {
  const page = frame.url ? { url: frame.url, title: frame.title ?? "", heardAt: now } : null;
  return inThread(state, frame.conversation, (thread) => ({ ...thread, page }));
}
