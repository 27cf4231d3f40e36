/* The forecast as a table: quarter hours down, days across, each with its band. The very numbers of the chart. */
import { timeOfDay } from "../../chart";
import { dayName, t } from "../words";
import { busyHours, type Day, type Quarter, shiftOf } from "./days";

export function Quarters({ days }: { days: readonly Day[] }) {
  const [first, last] = busyHours(days);
  const rows = (days[0]?.quarters ?? []).filter(({ from }) => from >= first && from <= last);
  return (
    <table class="twin quarters">
      <caption class="vh">{t("forecast")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("from_time")}</th>
          {days.map(({ start }) => (
            <th key={start} scope="col" class="num">
              {dayName(start + shiftOf(start))}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ from }) => (
          <tr key={from}>
            <th scope="row">{timeOfDay(from)}</th>
            {days.map(({ start, quarters }) => (
              <Cell key={start} of={quarters.find((quarter) => quarter.from === from)} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** At most two places: what the API says, without what nobody can see in a chart. */
const shown = (value: number) => String(Number(value.toFixed(2)));

function Cell({ of }: { of: Quarter | undefined }) {
  if (!of) return <td class="num">–</td>;
  return (
    <td class="num">
      {of.came !== null && <b>{t("came_of", { n: of.came })}</b>} {shown(of.mean)}{" "}
      <span class="xs soft">{t("span", { low: shown(of.low), high: shown(of.high) })}</span>
    </td>
  );
}
