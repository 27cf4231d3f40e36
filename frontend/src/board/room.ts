/* What the board shows right now, as signals: the last frame, the filter, what is opened beside, table and wall mode. */
import { computed, signal } from "@preact/signals";
import { desk, now, selected } from "../desk/room";
import type { Board } from "../protocol.gen";
import type { Figure } from "./figures";
import { type Filter, filterOf } from "./filter";

/** What stands behind a figure: its conversations, or the people, each narrowed to one skill or not. */
export type Behind =
  | { readonly kind: "list"; readonly figure: Figure; readonly skill: string | null }
  | { readonly kind: "people"; readonly skill: string | null };

export const board = signal<Board | null>(null);
/** When the last frame came, in ms of this page's clock. */
export const heardAt = signal(0);
export const filter = signal<Filter>(filterOf(location.search));
export const behind = signal<Behind | null>(null);
export const twin = signal(false);
export const wall = signal(new URLSearchParams(location.search).get("wall") === "on");
/** The row that the keys act on. */
export const picked = signal<string | null>(null);

/** Which conversation is to be whispered into as soon as its field is there. */
export const whispering = signal<string | null>(null);

/** How many seconds old the frame is: every wait in it has grown by as much. */
export const late = computed(() => Math.max(0, (now.value - heardAt.value) / 1_000));

/** Whether who is signed in may do this; controls that they may not use aren't there. */
export const may = (verb: string) => desk.value.agent?.permissions.includes(verb) ?? false;

/** Put away what is open beside the board, one thing at a time. */
export function shutBeside(): boolean {
  if (selected.value) {
    history.replaceState(null, "", "#/");
    dispatchEvent(new HashChangeEvent("hashchange"));
    return true;
  }
  const open = behind.value !== null;
  behind.value = null;
  return open;
}
