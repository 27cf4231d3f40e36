/* What the page shows right now, as signals: the desk's state, the link, the clock, the route, language and theme. */
import { computed, effect, signal } from "@preact/signals";
import { type Locale, localeOf } from "../shared/i18n";
import { store } from "../shared/storage";
import type { LinkState } from "../shared/wire";
import { type Group, groups } from "./groups";
import { CLOSED_DESK, type DeskState } from "./state";

export type Theme = "auto" | "light" | "dark";
export type Route =
  | { readonly page: "inbox"; readonly conversation: string | null }
  | { readonly page: "tickets"; readonly ticket: string | null };

export const kept = store("desk:");

export const desk = signal<DeskState>(CLOSED_DESK);
export const link = signal<{ state: LinkState; code: number; since: number }>({
  state: "connecting",
  code: 0,
  since: 0,
});
/** This page's clock in ms, once a second; it stands still while there is no line, and so do the rings. */
export const now = signal(Date.now());
export const locale = signal<Locale>(localeOf([kept.getItem("locale") ?? "", ...navigator.languages]));
export const theme = signal<Theme>((kept.getItem("theme") as Theme | null) ?? "auto");
export const route = signal<Route>(routeOf(location.hash));
/** One sentence about the last thing that the server refused; gone with the next good one. */
export const complaint = signal("");
/** What floats or folds: the customer over the thread, the bot's part, the form that ends a conversation. */
export const customerOpen = signal(false);
export const botOpen = signal(false);
export const ending = signal<"resolved" | "ticket" | null>(null);
export const noting = signal(false);
export const helpOpen = signal(false);
/** What floats over the thread: one thing at a time. */
export const floating = signal<"transfer" | "park" | "more" | "palette" | null>(null);

export const selected = computed(() => (route.value.page === "inbox" ? route.value.conversation : null));
export const listed = computed<Group[]>(() => groups(desk.value));
/** What waits for this agent: offers, and own conversations with something unread. */
export const due = computed(() => {
  const cards = listed.value.flatMap((group) =>
    group.key === "mine"
      ? group.cards.filter((card) => card.unread > 0)
      : group.key === "offered"
        ? group.cards
        : [],
  );
  return cards.length;
});
export const everLinked = computed(() => desk.value.agent !== null);

/** `#/c/<id>`, `#/tickets`, `#/tickets/<number>`; anything else is the inbox. */
export function routeOf(hash: string): Route {
  const [, page, id] = hash.split("/");
  if (page === "tickets") return { page: "tickets", ticket: id ? decodeURIComponent(id) : null };
  return { page: "inbox", conversation: page === "c" && id ? decodeURIComponent(id) : null };
}

export function select(conversation: string | null): void {
  location.hash = conversation ? `#/c/${encodeURIComponent(conversation)}` : "#/";
}

function moved(): void {
  route.value = routeOf(location.hash);
  customerOpen.value = false;
  botOpen.value = false;
  ending.value = null;
  floating.value = null;
  noting.value = false;
  complaint.value = "";
}

/** Start the clock and keep the document in step with language, theme and address. */
export function furnish(): void {
  addEventListener("hashchange", moved);
  setInterval(() => {
    if (link.peek().state !== "lost") now.value = Date.now();
  }, 1_000);
  effect(() => {
    document.documentElement.lang = locale.value === "zh" ? "zh-CN" : "en";
    kept.setItem("locale", locale.value);
  });
  effect(() => {
    if (theme.value === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme.value;
    kept.setItem("theme", theme.value);
  });
}
