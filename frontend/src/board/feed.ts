/* The board's line to the server: the desk's own, which besides tells the figures. */
import { effect, untracked } from "@preact/signals";
import { note, takeOver as takeFrom, transfer } from "../desk/acts";
import { isMine } from "../desk/groups";
import { desk, link, select, selected } from "../desk/room";
import { attempt, frame, start } from "../desk/session";
import type { Board } from "../protocol.gen";
import { ALL_OF_IT, answers, type Filter } from "./filter";
import { board, filter, heardAt, may } from "./room";

/** What is looked at is watched, and that is on record; what is one's own or offered is opened as at the desk. */
function follows(conversation: string): "open" | "watch" {
  const card = desk.value.cards[conversation];
  const own = card !== undefined && isMine(card, desk.value.agent?.id);
  return conversation === selected.value && !own ? "watch" : "open";
}

function heard(told: { readonly type: string }): void {
  if (told.type !== "board" || !answers(told as Board, filter.peek())) return;
  heardAt.value = Date.now();
  board.value = told as Board;
}

/** Ask for the figures; a site or team that isn't there is asked for no more. */
async function ask(wish: Filter): Promise<void> {
  const { site, team } = wish;
  const ok = await attempt(frame("board", { on: true, ...(site && { site }), ...(team && { team }) }));
  if (!ok && wish === filter.peek() && link.peek().state === "ready") filter.value = ALL_OF_IT;
}

/** Connect, and ask for the figures whenever the line is there or the filter changes. */
export function startBoard(): void {
  start({ follows, heard });
  effect(() => {
    const wish = filter.value;
    if (link.value.state === "ready" && may("see_board")) untracked(() => void ask(wish));
  });
}

export function watch(conversation: string): void {
  if (may("watch")) select(conversation);
}

/** A line that only colleagues see. */
export const whisper = (conversation: string, text: string) => note(conversation, text);

/** Take it from whoever has it, and look at it. */
export async function takeOver(conversation: string): Promise<void> {
  if (may("takeover") && (await takeFrom(conversation))) select(conversation);
}

/** Offer it back to the agent who had it; it stays here until they accept. */
export const handBack = (conversation: string, agent: string) => void transfer(conversation, { agent }, "");
