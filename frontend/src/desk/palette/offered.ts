/* The commands that make sense right now: for the open conversation, to another one, for the own state. */
import { setPresence, takeOn } from "../acts";
import { writeAs } from "../drafts";
import { rest } from "../rail/OwnMenu";
import { botOpen, desk, ending, floating, listed, select, selected } from "../room";
import type { HeldCard } from "../state";
import { mayEnd, mayGoOn, maySetAside, mayTake } from "../thread/rights";
import { choices, searchFor } from "../transfer/choices";
import { open } from "../transfer/targets";
import { type Key, nameOf, needsOf, t } from "../words";
import type { Command } from "./commands";

function act(key: Key, icon: Command["icon"], press: string, run: () => void): Command {
  return { key, group: "act", icon, word: t(key), beside: "", press, run };
}

function acts(card: HeldCard | undefined): Command[] {
  if (!card) return [];
  const aside = maySetAside(card)
    ? [
        act("transfer_this", "swap", "T", () => (floating.value = "transfer")),
        act("park_this", "moon", "H", () => (floating.value = "park")),
      ]
    : [];
  const ends = mayEnd(card)
    ? [
        act("resolve", "check", "E", () => (ending.value = "resolved")),
        act("end_with_ticket", "ticket", "N", () => (ending.value = "ticket")),
      ]
    : [];
  const takes = mayTake(card) || mayGoOn(card) ? [act("take", "seat", "I", () => void takeOn(card.id))] : [];
  return [
    ...takes,
    ...aside,
    ...ends,
    act("write_note", "lock", "⇧ N", () => writeAs(card.id, "note")),
    act("key_bot", "bot", "B", () => (botOpen.value = !botOpen.value)),
  ];
}

function ways(): Command[] {
  const cards = listed.value.flatMap((group) => group.cards).filter((card) => card.id !== selected.value);
  const talks = cards.map((card): Command => {
    const word = nameOf(card.customer.name, card.customer.id);
    const beside = card.last?.text || needsOf(card.needs).join(" · ");
    return { key: card.id, group: "go", icon: "chat", word, beside, press: "", run: () => select(card.id) };
  });
  const toTickets = () => (location.hash = "#/tickets");
  const tickets = { icon: "ticket", word: t("tickets"), beside: "", press: "", run: toTickets } as const;
  return [...talks, { key: "tickets", group: "go", ...tickets }];
}

/** "Transfer to Ana": opens the search with the name in it, so that nothing is handed over by one key too many. */
function handing(card: HeldCard | undefined): Command[] {
  if (!card || !maySetAside(card)) return [];
  return choices(card)
    .filter((target) => open(target) && target.free)
    .map(({ key, name, free }) => ({
      key,
      group: "act",
      icon: "swap",
      word: t("transfer_to", { name }),
      beside: t("free_units", { n: free ?? 0 }),
      press: "",
      run: () => {
        searchFor.value = name;
        floating.value = "transfer";
      },
    }));
}

const STATES = ["online", "busy", "offline"] as const;
const BREAKS = ["rest", "meal", "training"] as const;

function states(): Command[] {
  const base = { group: "state", icon: "seat", beside: t("own_state"), press: "" } as const;
  const others = STATES.filter((state) => state !== desk.value.presence).map((state) => ({
    ...base,
    key: state,
    word: t(`presence_${state}`),
    run: () => void setPresence(state),
  }));
  const breaks = BREAKS.map((reason) => ({
    ...base,
    key: reason,
    word: t(`break_${reason}`),
    run: () => rest(reason),
  }));
  return [...others, ...breaks];
}

/** All of them once something was `typed`; before that without whom it could be handed to. */
export function offered(typed: string): Command[] {
  const card = selected.value ? desk.value.cards[selected.value] : undefined;
  return [...acts(card), ...(typed.trim() ? handing(card) : []), ...ways(), ...states()];
}
