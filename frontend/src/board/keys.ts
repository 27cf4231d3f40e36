/* The board's keys. Single letters never fire in a field or while an input method composes. */

import { botOpen, selected } from "../desk/room";
import { takeOver, watch } from "./feed";
import { board, picked, shutBeside, twin, wall, whispering } from "./room";
import { neighbour } from "./rows";

/** The rows in the order in which they stand; set by the list. */
export const standing: { ids: readonly string[] } = { ids: [] };

function move(step: number): void {
  picked.value = neighbour(standing.ids, picked.value, step);
  if (picked.value) document.getElementById(`row-${picked.value}`)?.focus();
}

/** The row that is meant: the picked one, else the one that is open beside. */
const meant = () => picked.value ?? selected.value;

export function whisperIn(id: string): void {
  whispering.value = id;
  watch(id);
}

function withMeant(act: (id: string) => void): () => void {
  return () => {
    const id = meant();
    if (id) act(id);
  };
}

const LETTERS: Readonly<Record<string, () => void>> = {
  f: () => {
    wall.value = !wall.value;
  },
  T: () => {
    twin.value = !twin.value;
  },
  j: () => move(1),
  k: () => move(-1),
  b: () => {
    botOpen.value = !botOpen.value;
  },
  w: withMeant(watch),
  W: withMeant(whisperIn),
  O: withMeant((id) => void takeOver(id)),
};
const ON_THE_WALL = new Set(["f"]);

const writing = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");

/** What a key means here, or nothing. On the wall only the way out works. */
export function meaning(event: KeyboardEvent): (() => void) | undefined {
  if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey || writing(event.target))
    return undefined;
  if (!board.value || (wall.value && !ON_THE_WALL.has(event.key))) return undefined;
  return LETTERS[event.key];
}

/** Escape leaves a field first, then what is open beside, then the wall. */
function back(target: EventTarget | null): void {
  if (writing(target)) (target as HTMLElement).blur();
  else if (!shutBeside()) wall.value = false;
}

export function listenToKeys(): void {
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") return back(event.target);
    const act = meaning(event);
    if (!act) return;
    event.preventDefault();
    act();
  });
}
