/* The rules beside each other as a table; the best of each column is told by weight and a word. */
import { Icon } from "../../../shared/staff/Icon";
import type { Compared } from "../shapes";
import { percent, t, term, wait } from "../words";
import { best, COLUMNS, type Column } from "./best";

const SAY: Readonly<Record<Column, (value: number) => string>> = {
  mean_wait_s: wait,
  p80_wait_s: wait,
  within_promise: percent,
  abandoned: percent,
  occupancy_gini: (value) => value.toFixed(3),
};

export function Comparison({ policies }: { policies: Compared["policies"] }) {
  return (
    <div class="wide-table">
      <table class="pt">
        <caption class="vh">{t("policies")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("rule")}</th>
            {COLUMNS.map((column) => (
              <th key={column} scope="col" class="num" title={t(`def_${column}`)}>
                {t(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {policies.map((one) => (
            <tr key={one.policy} class={one.now ? "sel" : ""}>
              <th scope="row">
                {term("policy", one.policy)}
                {one.now && <span class="chip w">{t("in_force")}</span>}
              </th>
              {COLUMNS.map((column) => (
                <td key={column} class="num">
                  {best(policies, column).has(one.policy) ? (
                    <b class="good">
                      <Icon name="check" class="s" />
                      <span class="vh">{t("best")} </span>
                      {SAY[column](one[column])}
                    </b>
                  ) : (
                    SAY[column](one[column])
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
