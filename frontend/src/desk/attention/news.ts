/* What is new since a moment ago, and how the page's title says so. Pure. */
import { isMine } from "../groups";
import type { DeskState } from "../state";

export interface News {
  readonly kind: "offer" | "message" | "mention";
  readonly conversation: string;
}

/** Whether the agent looks at this conversation right now. */
export type Looks = (conversation: string) => boolean;

/** Offers that came, and own conversations where the visitor wrote for the first time since somebody looked. */
export function news(before: DeskState, after: DeskState, looks: Looks): News[] {
  if (before.epoch === null) return offersIn(after, new Set());
  const asked = new Set(before.offers.map((offer) => offer.offer));
  return [
    ...offersIn(after, asked),
    ...firstMessages(before, after, looks),
    ...mentions(before, after, looks),
  ];
}

function offersIn(state: DeskState, known: ReadonlySet<string>): News[] {
  return state.offers
    .filter((offer) => !known.has(offer.offer))
    .map(({ conversation }) => ({ kind: "offer", conversation }));
}

function mentions(before: DeskState, after: DeskState, looks: Looks): News[] {
  const { call } = after;
  if (!call || call === before.call || looks(call.conversation)) return [];
  return [{ kind: "mention", conversation: call.conversation }];
}

function firstMessages(before: DeskState, after: DeskState, looks: Looks): News[] {
  return Object.values(after.cards)
    .filter((card) => {
      const was = before.cards[card.id];
      const first = card.unread > 0 && was?.unread === 0 && card.last?.role === "visitor";
      return first && isMine(card, after.agent?.id) && !looks(card.id);
    })
    .map(({ id }) => ({ kind: "message", conversation: id }));
}

/** "(2) Inbox · chatdesk"; more than 99 are "99+". */
export function titled(what: string, due: number): string {
  const title = `${what} · chatdesk`;
  return due > 0 ? `(${due > 99 ? "99+" : due}) ${title}` : title;
}

/** The tab's mark as a picture: the ring and tick, and with something due a disc with the count, or a dot. */
export function favicon(due: number, flash = false): string {
  const ring = '<path d="M18.9 6.2A9 9 0 1 0 21 12"/><path d="M8 12.5l3 3 6-6.5"/>';
  const mark = `<g fill="none" stroke="#0a6fae" stroke-width="2.5" stroke-linecap="round">${ring}</g>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">${mark}${badge(due, flash)}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

function badge(due: number, flash: boolean): string {
  if (due === 0 && !flash) return "";
  const text = due > 9 ? "9+" : due > 0 ? String(due) : "";
  const disc = '<circle cx="16.5" cy="16.5" r="7.5" fill="#b3261e"/>';
  const face = 'font-family="system-ui,sans-serif" font-weight="700" text-anchor="middle" fill="#fff"';
  const size = text.length > 1 ? 9 : 12;
  return `${disc}<text x="16.5" y="${16.5 + size * 0.36}" font-size="${size}" ${face}>${text}</text>`;
}
