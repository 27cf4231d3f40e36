/* What is to come: two weeks by quarter hours with a band, and where it was hot in the weeks before. */
import { useState } from "preact/hooks";
import { useRead } from "../../../desk/use_read";
import { twin } from "../../room";
import { Cell, Nothing, Ready } from "../Cell";
import { here } from "../here";
import type { Forecast as Told } from "../shapes";
import { counted, dayName, number, percent, t } from "../words";
import { Chart } from "./Chart";
import { type Day, daysOf, shiftOf } from "./days";
import { Heat } from "./Heat";
import { Quarters } from "./Quarters";
import "./forecast.css";

export function Forecast() {
  const read = useRead<Told>(here("routing/forecast?days=14"));
  const days = read.found ? daysOf(read.found) : [];
  return (
    <div class="stack">
      <Cell
        id="forecast"
        title={t("forecast")}
        note={t("forecast_note")}
        class="first fc"
        acts={days.length > 0 && <Legend />}
      >
        <Ready of={read} slow>
          {({ tested, needs_days }) =>
            days.length === 0 ? <None days={needs_days} /> : <Two days={days} tested={tested} />
          }
        </Ready>
      </Cell>
      <Heat />
    </div>
  );
}

const None = ({ days }: { days: number }) => <Nothing>{counted("no_forecast", days)}</Nothing>;

const Legend = () => (
  <span class="fx g3 wide">
    <span class="lg">
      <i class="k came" />
      {t("came")}
    </span>
    <span class="lg">
      <i class="k" />
      {t("expected")}
    </span>
    <span class="lg">
      <i class="k band" />
      {t("band")}
    </span>
  </span>
);

/** All of them, or one that was chosen. */
function Two({ days, tested }: { days: readonly Day[]; tested: Told["tested"] }) {
  const [one, choose] = useState<number | null>(null);
  const day = days.find(({ start }) => start === one);
  const shown = day ? [day] : days;
  return (
    <>
      {!twin.value && <Chart days={shown} choose={choose} />}
      <Days days={days} one={one} choose={choose} />
      <div class={twin.value ? "twin-scroll" : "vh"}>
        <Quarters days={shown} />
      </div>
      <p class="xs soft note-below">{testedWords(tested)}</p>
    </>
  );
}

/** How it did in the weeks before, beside the plainest guess. */
function testedWords(tested: Told["tested"]): string {
  if (!tested) return t("not_tested");
  return t("tested", {
    weeks: counted("weeks", tested.weeks),
    inside: percent(tested.inside),
    wape: percent(tested.wape),
    last: percent(tested.wape_last_week),
  });
}

interface DaysProps {
  readonly days: readonly Day[];
  readonly one: number | null;
  readonly choose: (start: number | null) => void;
}

/** The days with their sums; a press shows one alone, another all again. */
function Days({ days, one, choose }: DaysProps) {
  return (
    <ul class="fdays" aria-label={t("days")}>
      {days.map(({ start, total, holiday }) => (
        <li key={start}>
          <button
            type="button"
            aria-pressed={one === start}
            onClick={() => choose(one === start ? null : start)}
          >
            <span class="xs">{dayName(start + shiftOf(start))}</span>
            <b>{number(Math.round(total))}</b>
            {holiday && <span class="xs warn">{t("holiday")}</span>}
          </button>
        </li>
      ))}
    </ul>
  );
}
