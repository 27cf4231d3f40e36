/* The desk's keys. Single letters never fire in a field or while an input method composes. */

import { decline, setPresence, takeOn } from "./acts";
import { writeAs } from "./drafts";
import { isMine } from "./groups";
import { acceptOffer } from "./offer/OfferCard";
import { rest } from "./rail/OwnMenu";
import {
  botOpen,
  customerOpen,
  desk,
  ending,
  floating,
  helpOpen,
  listed,
  noting,
  select,
  selected,
} from "./room";
import { insert } from "./suggest/suggest";
import { toggle } from "./thread/HeadActions";
import { mayEnd, mayGoOn, maySetAside, mayTake } from "./thread/rights";

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

/** Float what hands a conversation on or puts it aside, where that may be done. */
function aside(what: "transfer" | "park"): void {
  const one = card();
  if (one && maySetAside(one)) toggle(what);
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
    if (one && (mayTake(one) || mayGoOn(one))) void takeOn(one.id);
  },
  t: () => aside("transfer"),
  h: () => aside("park"),
  o: () => {
    customerOpen.value = !customerOpen.value;
  },
  b: () => {
    botOpen.value = !botOpen.value;
  },
  N: () => {
    const one = card();
    if (one && isMine(one, desk.value.agent?.id)) writeAs(one.id, noting.value ? "reply" : "note");
    focusComposer();
  },
};
const IN_FIELDS: Readonly<Record<string, () => void>> = {
  a: acceptFirst,
  d: declineFirst,
  b: () => (desk.value.presence === "break" ? void setPresence("online") : rest("rest")),
};

function palette(): void {
  floating.value = floating.value === "palette" ? null : "palette";
}

/** Alt 1–3, by the key's place: with Alt some keyboards write another sign. */
function suggestion(event: KeyboardEvent): (() => void) | undefined {
  const [, digit] = /^Digit([1-3])$/.exec(event.code) ?? [];
  const one = card();
  if (!digit || !one || !isMine(one, desk.value.agent?.id)) return undefined;
  return () => insert(one.id, Number(digit) - 1);
}

function writing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");
}

/** While something floats or the list of keys is open, letters do nothing else. */
const covered = (key: string) => floating.value !== null || (helpOpen.value && key !== "?");

function withControl(event: KeyboardEvent): (() => void) | undefined {
  const key = event.key.toLowerCase();
  if (event.shiftKey) return IN_FIELDS[key];
  return key === "k" ? palette : undefined;
}

/** What a key means here, or nothing: `Ctrl ⇧` anywhere, letters outside fields, Enter only where nothing is pressed. */
export function meaning(event: KeyboardEvent): (() => void) | undefined {
  if (event.isComposing) return undefined;
  if (event.altKey) return suggestion(event);
  if (event.ctrlKey || event.metaKey) return withControl(event);
  if (writing(event.target) || covered(event.key)) return undefined;
  if (event.key === "Enter" && event.target !== document.body) return undefined;
  return LETTERS[event.key];
}

export function listenToKeys(): void {
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      ending.value = null;
      floating.value = null;
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
