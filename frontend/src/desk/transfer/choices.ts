/* What a conversation may go to right now, and what the search begins with. */
import { signal } from "@preact/signals";
import { colleagues, skillViews } from "../colleagues";
import { desk } from "../room";
import type { HeldCard } from "../state";
import { sentence } from "../words";
import { type Target, targets } from "./targets";

/** What the search field holds when it opens: set by whoever knows already where it is to go. */
export const searchFor = signal("");

/** Everything that the conversation may go to, named in the reader's language. */
export function choices(card: HeldCard): Target[] {
  const me = desk.value.agent?.id ?? "";
  const floor = { people: colleagues.value, skills: skillViews.value, me, needs: card.needs };
  return targets(floor, { skill: (view) => sentence(view.name) });
}
