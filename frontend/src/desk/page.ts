/* What differs between the pages of staff that hang on the desk's line. */
import type { DeskTold } from "./frames";

export interface PageOfStaff {
  /** By which frame a conversation is followed that is looked at. */
  follows(conversation: string): "open" | "watch";
  /** Every frame, after the desk itself has taken it in. */
  heard(told: DeskTold): void;
}

export const DESK: PageOfStaff = { follows: () => "open", heard: () => {} };
