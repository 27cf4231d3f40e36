/* The desk's side of the wire, under the names used here. */
import type { DeskTold as AnyTold, DeskPong, DeskReady } from "../protocol.gen";

export type {
  Agent as AgentChanged,
  AgentView,
  Assigned,
  Card,
  Colleague,
  DeskReset,
  DeskWelcome,
  Handed,
  Mentioned,
  Note,
  Offer,
  PageShown,
  Released,
  Suggestions,
  Viewing,
  Withdrawn,
} from "../protocol.gen";

/** [seq, n]: the last timeline entry and the last note. */
export type Head = [number, number];
/** The same true sentence by locale. */
export type Sentence = Readonly<Record<string, string>>;
export type DeskHeads = DeskReady | DeskPong;
/** What is told unasked: everything but the answers to frames with a `ref`. */
export type DeskTold = Exclude<AnyTold, { type: "ok" }>;
