/* What the desk reads by REST, since the socket brings only what is new. */

import type { Decision } from "../board/routing/shapes";
import type { Entry } from "../protocol.gen";
import { get } from "./api";
import { explained, read } from "./deeds";
import type { Card, DeskReset, Note } from "./frames";
import { desk, selected } from "./room";
import { heard } from "./state";

const PAGE = 200;

const under = (conversation: string) => `conversations/${encodeURIComponent(conversation)}`;

/** After a reset: the latest page, and the stream goes on behind it. */
export async function readAgain({ conversation }: DeskReset): Promise<void> {
  const [entries, notes] = await Promise.all([
    get<{ items: Entry[] }>(`${under(conversation)}/entries?limit=${PAGE}`),
    everyNote(conversation),
  ]);
  desk.value = read(desk.value, conversation, entries.items, notes);
}

/** All of them, page by page from the last: a thread shows notes only as far as none is missing from the first on. */
async function everyNote(conversation: string): Promise<Note[]> {
  const found: Note[] = [];
  for (;;) {
    const before = found[0] ? `&before=${found[0].n}` : "";
    const { items } = await get<{ items: Note[] }>(`${under(conversation)}/notes?limit=${PAGE}${before}`);
    found.unshift(...items);
    if (items.length < PAGE) return found;
  }
}

/** A conversation that no list shows, such as a ticket's: its card comes by REST. */
export async function look(conversation: string): Promise<void> {
  const card = await get<Card>(under(conversation)).catch(() => null);
  if (card) desk.value = heard(desk.value, { type: "card", card }, Date.now());
}

/** Why it went where it went. */
export async function explain(conversation: string): Promise<void> {
  const found = await get<{ items: Decision[] }>(
    `routing/decisions?conversation=${encodeURIComponent(conversation)}`,
  ).catch(() => null);
  if (found) desk.value = explained(desk.value, conversation, found.items);
}

/** Who looks on at everything learns why it changed hands; an agent learns it when it becomes theirs. */
export function sayWhy(conversation: string): void {
  const everything = desk.value.agent?.permissions.includes("see_all");
  if (everything && conversation === selected.value) void explain(conversation);
}
