/* Colleagues who look at the same conversation. */
import { Avatar } from "../../shared/staff/Avatar";
import type { Colleague } from "../frames";
import { listOf, t } from "../words";

const FACES = 3;

export function Viewers({ viewers }: { viewers: readonly Colleague[] }) {
  if (viewers.length === 0) return null;
  const names = listOf(viewers.map(({ name }) => name));
  const words = t(viewers.length === 1 ? "looks_too" : "look_too", { names });
  return (
    <span class="viewers" title={words} role="status">
      {viewers.slice(0, FACES).map(({ id, name }) => (
        <Avatar key={id} name={name} />
      ))}
      <span class="xs soft cut">{words}</span>
    </span>
  );
}
