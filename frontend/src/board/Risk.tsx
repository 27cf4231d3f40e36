/* Who waits and has used half of the promise or more. */
import { Ring } from "../shared/staff/Ring";
import { watch } from "./feed";
import { board, late, may } from "./room";
import { atRisk, tone, used } from "./rows";
import { duration, needsText, t, visitorName } from "./words";

const SHOWN = 8;

export function Risk() {
  const rows = atRisk(board.value?.rows ?? [], late.value);
  return (
    <section aria-labelledby="risk">
      <header>
        <h2 id="risk">{t("at_risk")}</h2>
        <span class="n">{rows.length || ""}</span>
      </header>
      {rows.length === 0 && <p class="soft xs">{t("none_at_risk")}</p>}
      <ul class="risk">
        {rows.slice(0, SHOWN).map((row) => {
          const share = used(row, late.value);
          const left = row.promise_s - row.waited_s - late.value;
          const name = visitorName(row.name, row.customer, row.id);
          return (
            <li key={row.id}>
              <Ring share={share} tone={`s ${tone(share)}`} />
              <span class="cut">
                {may("watch") ? (
                  <button type="button" class="plain" onClick={() => watch(row.id)}>
                    {name}
                  </button>
                ) : (
                  name
                )}{" "}
                <span class="soft">{needsText(row.needs)}</span>
              </span>
              <b class={tone(share)}>{t(left < 0 ? "over" : "left", { time: duration(Math.abs(left)) })}</b>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
