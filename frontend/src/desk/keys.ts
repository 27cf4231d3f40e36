/* The desk's keys. Single letters never fire in a field or while an input method composes. */

import { decline, takeOn } from "./acts";
import { isMine } from "./groups";
import { acceptOffer } from "./offer/OfferCard";
import { botOpen, customerOpen, desk, ending, helpOpen, listed, noting, select, selected } from "./room";
import { mayEnd, mayTake } from "./thread/Head";

function card() {
  return selected.value ? desk.value.cards[selected.value] : undefined;
}

/** The conversation `step` rows from the one that is looked at. */
function neighbour(step: number): void {
  const ids = listed.value.flatMap((group) => group.cards.map((one) => one.id));
  const at = ids.indexOf(selected.value ?? "");
  const next = at < 0 ? ids[step > 0 ? 0 : ids.length - 1] : ids[at + step];
  if (next) select(next);
}

function end(outcome: "resolved" | "ticket"): void {
  const one = card();
  if (one && mayEnd(one)) ending.value = outcome;
}

const focusComposer = () => document.getElementById("composer")?.focus();

function acceptFirst(): void {
  const offer = desk.value.offers[0];
  if (offer) void acceptOffer(offer);
}

function declineFirst(): void {
  const offer = desk.value.offers[0];
  if (offer) void decline(offer.offer);
}

const LETTERS: Readonly<Record<string, () => void>> = {
  "?": () => {
    helpOpen.value = !helpOpen.value;
  },
  j: () => neighbour(1),
  k: () => neighbour(-1),
  Enter: focusComposer,
  a: acceptFirst,
  d: declineFirst,
  e: () => end("resolved"),
  n: () => end("ticket"),
  i: () => {
    const one = card();
    if (one && mayTake(one)) void takeOn(one.id);
  },
  o: () => {
    customerOpen.value = !customerOpen.value;
  },
  b: () => {
    botOpen.value = !botOpen.value;
  },
  N: () => {
    const one = card();
    if (one && isMine(one, desk.value.agent?.id)) noting.value = !noting.value;
    focusComposer();
  },
};
const IN_FIELDS: Readonly<Record<string, () => void>> = { a: acceptFirst, d: declineFirst };

function writing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");
}

/** While the list of keys is open, only its own key does anything. */
const covered = (key: string) => helpOpen.value && key !== "?";

/** What a key means here, or nothing: `Ctrl ⇧` anywhere, letters outside fields, Enter only where nothing is pressed. */
export function meaning(event: KeyboardEvent): (() => void) | undefined {
  if (event.isComposing || event.altKey) return undefined;
  if (event.ctrlKey || event.metaKey) return event.shiftKey ? IN_FIELDS[event.key.toLowerCase()] : undefined;
  if (writing(event.target) || covered(event.key)) return undefined;
  if (event.key === "Enter" && event.target !== document.body) return undefined;
  return LETTERS[event.key];
}

export function listenToKeys(): void {
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      ending.value = null;
      customerOpen.value = false;
      if (writing(event.target)) (event.target as HTMLElement).blur();
      return;
    }
    const act = meaning(event);
    if (!act) return;
    event.preventDefault();
    act();
  });
}
