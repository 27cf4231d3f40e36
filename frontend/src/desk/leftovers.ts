/* What is kept in the browser belongs to one agent: another who signs in here must not send it. */
import { kept } from "./room";

const PERSONAL = ["out:", "draft:"];

/** True when somebody else sat here before; what they left unsent is gone then. */
export function disown(agent: string): boolean {
  const before = kept.getItem("agent");
  kept.setItem("agent", agent);
  if (before === null || before === agent) return false;
  for (const key of kept.keys()) if (PERSONAL.some((prefix) => key.startsWith(prefix))) kept.removeItem(key);
  return true;
}
