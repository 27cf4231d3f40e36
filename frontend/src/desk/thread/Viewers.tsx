/* Colleagues who look at the same conversation. */
import { Avatar } from "../../shared/staff/Avatar";
import type { Colleague } from "../frames";
import { listOf, t } from "../words";

const FACES = 3;

/** "Ana is looking at this too" */
export function lookWords(viewers: readonly Colleague[]): string {
  const names = listOf(viewers.map(({ name }) => name));
  return t(viewers.length === 1 ? "looks_too" : "look_too", { names });
}

export function Viewers({ viewers }: { viewers: readonly Colleague[] }) {
  if (viewers.length === 0) return null;
  return (
    <span class="viewers wide" title={lookWords(viewers)} aria-hidden="true">
      {viewers.slice(0, FACES).map(({ id, name }) => (
        <Avatar key={id} name={name} />
      ))}
    </span>
  );
}
