/* Queue × half hour over the last weeks: how many came, how long they waited, or how many gave up. A table, tinted. */
import { useState } from "preact/hooks";
import { locale } from "../../../desk/room";
import { useRead } from "../../../desk/use_read";
import { teams } from "../../choices";
import { Cell, Nothing, Ready } from "../Cell";
import { here } from "../here";
import type { Heat as Told } from "../shapes";
import { counted, listOf, percent, skillName, t, wait } from "../words";
import { anybody, heatOf, hottest, partsOf, shownSlots } from "./heat";

const MEASURES = ["arrivals", "wait", "abandoned"] as const;
type Measure = (typeof MEASURES)[number];
const WEEKS = [1, 4, 8];
const STEPS = [1, 2, 3, 4, 5];

export function Heat() {
  const [measure, choose] = useState<Measure>("arrivals");
  const [weeks, over] = useState(4);
  const read = useRead<Told>(here(`routing/heat?weeks=${weeks}&measure=${measure}`));
  return (
    <Cell
      id="heat"
      title={t("heat")}
      note={t(`heat_${measure}_note`)}
      class="first heat"
      acts={
        <>
          <span class="scale wide" aria-hidden="true">
            {STEPS.map((step) => (
              <i key={step} class={`h${step}`} />
            ))}
          </span>
          <label class="chip pick">
            <span class="vh">{t("over")}</span>
            <select value={weeks} onChange={(event) => over(Number(event.currentTarget.value))}>
              {WEEKS.map((n) => (
                <option key={n} value={n}>
                  {counted("weeks", n)}
                </option>
              ))}
            </select>
          </label>
          <Switch measure={measure} choose={choose} />
        </>
      }
    >
      <Ready of={read}>{(found) => <Body of={found} />}</Ready>
    </Cell>
  );
}

function Switch({ measure, choose }: { measure: Measure; choose: (measure: Measure) => void }) {
  return (
    <span class="switch">
      {MEASURES.map((one) => (
        <button key={one} type="button" aria-pressed={one === measure} onClick={() => choose(one)}>
          {t(`heat_${one}`)}
        </button>
      ))}
    </span>
  );
}

function Body({ of }: { of: Told }) {
  const span = shownSlots(of);
  if (!span) return <Nothing>{t("no_heat")}</Nothing>;
  const places = of.slots.map((_, place) => place).slice(span[0], span[1] + 1);
  const most = hottest(of.values);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section class="wide-table" tabIndex={0} aria-label={t("heat")}>
        <table class="hm">
          <thead>
            <tr>
              <th scope="col">{t("queue")}</th>
              {places.map((place) => (
                <th key={place} scope="col">
                  <Slot name={of.slots[place] ?? ""} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {of.queues.map((key, row) => (
              <tr key={key}>
                <th scope="row" class="cut" title={queueName(key, of.names)}>
                  {queueName(key, of.names)}
                </th>
                {places.map((place) => (
                  <Square key={place} value={of.values[row]?.[place]} most={most} of={of} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p class="xs soft note-below">{t("heat_over", { days: counted("days_n", of.days) })}</p>
    </>
  );
}

/** Whole hours are written, half hours only said. */
function Slot({ name }: { name: string }) {
  if (name.endsWith(":00")) return <>{name.slice(0, 2)}</>;
  return <span class="vh">{name}</span>;
}

interface SquareProps {
  readonly value: number | null | undefined;
  readonly most: number;
  readonly of: Told;
}

function Square({ value, most, of }: SquareProps) {
  if (!anybody(value, of))
    return (
      <td>
        <i aria-hidden="true" />
        <span class="vh">{t("nobody_came")}</span>
      </td>
    );
  return <td class={`h${heatOf(value, most) + 1}`}>{shown(value, of.measure)}</td>;
}

function shown(value: number, measure: Measure): string {
  if (measure === "wait") return wait(value);
  if (measure === "abandoned") return percent(value);
  return String(Number(value.toFixed(value < 0.1 ? 2 : 1)));
}

/** The API's own names are for skills that the page doesn't know. */
function queueName(key: string, names: Told["names"]): string {
  const { skills, team } = partsOf(key);
  const called = (skill: string) => {
    const word = skillName(skill);
    return word === skill ? names[skill]?.[locale.value] || skill : word;
  };
  const skillsSaid = skills.map(called);
  const teamSaid = team && (teams.value.find((one) => one.key === team)?.name ?? team);
  return listOf([...(skills.length > 0 ? skillsSaid : [t("anybody")]), ...(teamSaid ? [teamSaid] : [])]);
}
