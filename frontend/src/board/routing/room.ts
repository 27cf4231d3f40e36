/* What the routing page shows right now: its part, the visitor and the decision that are looked at. */
import { signal } from "@preact/signals";
import { type Tab, tabOf } from "./tabs";

export const tab = signal<Tab>(tabOf(location.search));
/** The waiting conversation whose reason is shown at length; null: the first. */
export const stuckAt = signal<string | null>(null);
/** The decision that is shown at length; null: the latest. */
export const decisionAt = signal<string | null>(null);
