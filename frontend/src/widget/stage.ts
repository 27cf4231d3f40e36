/* How an entry moves the conversation, as far as its visitor can see: offers and parking write none. */
import type { Entry, State } from "../protocol.gen";

export function stageAfter(state: State, entry: Entry): State {
  switch (entry.kind) {
    case "queued":
    case "transferred":
      return "queued";
    case "joined":
      return "live";
    case "resolved":
      return "resolved";
    case "reopened":
      return "bot";
    case "notice":
      return entry.data?.code === "bot" ? "bot" : state;
    default:
      return state;
  }
}

/** The visitor's word for a state: being offered is still waiting, being parked is still somebody's. */
export function seenAs(state: State | null): "bot" | "queued" | "live" | "resolved" {
  if (state === "offered") return "queued";
  if (state === "parked") return "live";
  return state ?? "bot";
}
