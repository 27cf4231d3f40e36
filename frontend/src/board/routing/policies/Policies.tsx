/* Which rule would have served the last days best: the shipped engine, driven over the same arrivals by each rule. */
import { useState } from "preact/hooks";
import { useAsk } from "../../../desk/use_read";
import { Cell, Failed, Nothing, Progress } from "../Cell";
import { here } from "../here";
import type { Compared } from "../shapes";
import { counted, dayName, t } from "../words";
import { Bars } from "./Bars";
import { Comparison } from "./Comparison";
import "./policies.css";

const DAYS = [1, 7, 14];

export function Policies() {
  const [days, over] = useState(7);
  const { found, failed, since, ask, again } = useAsk<Compared>(here("routing/compare"));
  return (
    <div class="stack">
      <Cell
        id="policies"
        title={t("policies")}
        note={t("policies_note")}
        class="first"
        acts={
          <>
            <label class="chip pick">
              <span class="vh">{t("over")}</span>
              <select value={days} onChange={(event) => over(Number(event.currentTarget.value))}>
                {DAYS.map((n) => (
                  <option key={n} value={n}>
                    {counted("last_n_days", n)}
                  </option>
                ))}
              </select>
            </label>
            <button
              type="button"
              class={`b s ${found ? "" : "p"}`}
              aria-disabled={since !== null}
              onClick={() => ask({ days })}
            >
              {t(found ? "compare_again" : "compare")}
            </button>
          </>
        }
      >
        {since !== null && <Progress since={since} />}
        {failed && <Failed why={failed} again={again} />}
        {!found && !failed && since === null && <Nothing>{t("not_compared")}</Nothing>}
        {found && <Found found={found} />}
      </Cell>
    </div>
  );
}

function Found({ found }: { found: Compared }) {
  if (found.conversations === 0) return <Nothing>{t("nothing_to_compare")}</Nothing>;
  return (
    <>
      <p class="xs soft note-above">
        {t("compared", {
          talks: counted("conversations_n", found.conversations),
          team: counted("people_n", found.agents),
          from: dayName(Date.parse(found.from)),
          to: dayName(Date.parse(found.to)),
        })}
      </p>
      <Bars policies={found.policies} />
      <Comparison policies={found.policies} />
      <p class="xs soft note-below">{t("compared_how")}</p>
    </>
  );
}
