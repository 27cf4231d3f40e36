/* The wait of eight in ten under each rule, as bars on one scale from 0; the table below holds the numbers. */
import { twin } from "../../room";
import type { Compared } from "../shapes";
import { t, term, wait } from "../words";

const WIDTH = 400;

export function Bars({ policies }: { policies: Compared["policies"] }) {
  if (twin.value) return null;
  const most = Math.max(1, ...policies.map(({ p80_wait_s }) => p80_wait_s));
  return (
    <figure class="bars">
      <figcaption class="xs soft">{t("p80_wait")}</figcaption>
      <ul>
        {policies.map(({ policy, p80_wait_s, now }) => (
          <li key={policy}>
            <span class={now ? "" : "soft"}>{term("policy", policy)}</span>
            <svg viewBox={`0 0 ${WIDTH} 16`} preserveAspectRatio="none" aria-hidden="true">
              <rect
                class={now ? "now" : ""}
                y="3"
                height="10"
                width={Math.max(2, (p80_wait_s / most) * WIDTH)}
              />
            </svg>
            <span class="num">{wait(p80_wait_s)}</span>
          </li>
        ))}
      </ul>
    </figure>
  );
}
