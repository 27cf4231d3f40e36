/* A made-up board for the tests: two agents, one visitor who waits, a quiet morning. */
import type { Board, BoardPerson, BoardRow } from "../protocol.gen";

export const AT = "2026-11-25T09:10:00.000Z";

export function person(id: string, over: Partial<BoardPerson> = {}): BoardPerson {
  return {
    id,
    name: id,
    state: "online",
    since: AT,
    load: 0,
    capacity: 3,
    skills: {},
    team: "care",
    ...over,
  };
}

export function row(id: string, over: Partial<BoardRow> = {}): BoardRow {
  return {
    id,
    state: "queued",
    customer: "c1",
    name: "Lin",
    verified: false,
    needs: { zh: 3 },
    agent: null,
    bot_confidence: null,
    first_response_s: null,
    began: AT,
    since: AT,
    waited_s: 60,
    promise_s: 120,
    channel: "web",
    ...over,
  };
}

export function boardOf(over: Partial<Board> = {}): Board {
  return {
    type: "board",
    at: AT,
    site: null,
    team: null,
    waiting: 1,
    offered: 0,
    oldest_wait_s: 60,
    oldest: { conversation: "v1", customer: "c1", name: "Lin", needs: { zh: 3 }, promise_s: 120 },
    bot: 2,
    live: 3,
    parked: 0,
    agents: { online: 2 },
    free: 4,
    queues: [],
    skills: [],
    people: [],
    today: {
      conversations: 10,
      bot_resolved: 4,
      handled: 3,
      tickets: 1,
      abandoned: 1,
      answered: 4,
      within_promise: 3,
      first_response_p50_s: 28,
      csat: 4.5,
      ratings: 2,
    },
    arrivals: { start: "2026-11-24T16:00:00.000Z", step_s: 900, counts: [] },
    rows: [row("v1")],
    needs_you: [],
    ...over,
  };
}
