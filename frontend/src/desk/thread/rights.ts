/* What this agent may do with a conversation; controls for anything else are absent. */
import { isMine } from "../groups";
import { desk } from "../room";
import type { HeldCard } from "../state";

const mine = (card: HeldCard) => isMine(card, desk.value.agent?.id);

/** Take it: with the bot, waiting, offered, or parked by somebody else. */
export function mayTake(card: HeldCard): boolean {
  const { agent } = desk.value;
  const takeable =
    ["bot", "queued", "offered"].includes(card.state) || (card.state === "parked" && !mine(card));
  return takeable && (agent?.permissions.includes("take") ?? false);
}

/** Take it over from the colleague who has it: supervisors, and it is written down. */
export function mayTakeOver(card: HeldCard): boolean {
  const allowed = desk.value.agent?.permissions.includes("takeover") ?? false;
  return allowed && card.state === "live" && !mine(card);
}

/** End it: own ones, and those that they could take. */
export function mayEnd(card: HeldCard): boolean {
  return mine(card) || (card.state !== "parked" && mayTake(card));
}

/** Hand it on, or put it aside: only what one speaks in. */
export const maySetAside = (card: HeldCard): boolean => card.state === "live" && mine(card);
/** Go on with what one has parked. */
export const mayGoOn = (card: HeldCard): boolean => card.state === "parked" && mine(card);
