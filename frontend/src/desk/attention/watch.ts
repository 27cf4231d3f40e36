/* Calls the agent: sound, title, the tab's mark, and where it was allowed a desktop notification. */
import { effect, signal } from "@preact/signals";
import { desk, due, route, select, selected } from "../room";
import type { DeskState } from "../state";
import { nameOf, t } from "../words";
import { chime, isLeader, listenForPress } from "./chime";
import { favicon, type News, news, titled } from "./news";
import { notifyOn } from "./settings";

const FLASH_MS = 2_400;
const BLINK_MS = 800;

/** On while the title and the mark blink for the test, or for an offer that nobody looks at. */
const trying = signal(false);
const hidden = signal(document.visibilityState !== "visible");
const lit = signal(false);
const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** Blink once as an offer would. */
export function flash(): void {
  trying.value = true;
  setTimeout(() => (trying.value = false), FLASH_MS);
}

const calling = () => trying.value || (hidden.value && desk.value.offers.length > 0);

/** What the title says while it blinks: who is offered. */
function called(): string {
  const card = desk.value.offers[0]?.card;
  return card ? t("offer_from", { name: nameOf(card.customer.name, card.customer.id) }) : t("new_here");
}

function show(): void {
  document.title = titled(lit.value ? called() : t(route.value.page), due.value);
  mark(favicon(due.value, lit.value));
}

function mark(href: string): void {
  const link = document.querySelector<HTMLLinkElement>("link[rel=icon]") ?? document.createElement("link");
  if (link.href === href) return;
  link.rel = "icon";
  link.href = href;
  if (!link.isConnected) document.head.append(link);
}

/** Blinks while somebody is called; with less motion it stays lit instead. */
function blink(): () => void {
  if (!calling()) {
    lit.value = false;
    return () => {};
  }
  lit.value = true;
  if (calm.matches) return () => {};
  const timer = setInterval(() => (lit.value = !lit.peek()), BLINK_MS);
  return () => clearInterval(timer);
}

const TITLES = { offer: "offer_from", message: "message_from", mention: "mentioned_by" } as const;

function tell({ kind, conversation }: News): void {
  chime(kind === "offer" ? "offer" : "message");
  if (!notifyOn.value || !isLeader() || !hidden.peek()) return;
  const { cards, call } = desk.peek();
  const card = cards[conversation];
  const name = kind === "mention" ? (call?.by ?? "") : nameOf(card?.customer.name, card?.customer.id ?? "");
  const shown = new Notification(t(TITLES[kind], { name }), {
    body: card?.last?.text ?? "",
    tag: conversation,
  });
  shown.onclick = () => {
    window.focus();
    select(conversation);
  };
}

/** Watch the desk from now on. */
export function watch(): void {
  listenForPress();
  document.addEventListener(
    "visibilitychange",
    () => (hidden.value = document.visibilityState !== "visible"),
  );
  let before: DeskState = desk.peek();
  effect(() => {
    const after = desk.value;
    const looks = (id: string) => !hidden.peek() && selected.peek() === id;
    const fresh = news(before, after, looks);
    before = after;
    fresh.forEach(tell);
  });
  effect(blink);
  effect(show);
}
