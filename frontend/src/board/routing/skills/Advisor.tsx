/* What one lesson would be worth: who learns what, and how much shorter the mean wait would be, with its interval. */
import { useRead } from "../../../desk/use_read";
import { may } from "../../room";
import { Cell, Nothing, Ready } from "../Cell";
import { here } from "../here";
import type { Advice } from "../shapes";
import { change, counted, percent, skillName, t, wait } from "../words";
import { basis } from "./basis";
import { isClear, type Scale, scaleOf, worth } from "./grid";

type Lesson = Advice["rows"][number];

/** `free`: whether the server has nothing else to work out first. */
export function Advisor({ free }: { free: boolean }) {
  const read = useRead<Advice>(free ? here("routing/advice") : null);
  const base = read.found?.base;
  return (
    <Cell
      id="advisor"
      title={t("advisor")}
      note={t("advisor_note")}
      class="adv"
      acts={base && <span class="xs soft nw">{t("mean_now", { time: wait(base.mean_wait_s) })}</span>}
    >
      <Ready of={read} slow>
        {(found) => <Rows of={found} />}
      </Ready>
    </Cell>
  );
}

function Rows({ of: { rows, base, based_on } }: { of: Advice }) {
  if (base === null) return <Nothing>{t("no_history")}</Nothing>;
  const shown = worth(rows);
  const scale = scaleOf(shown);
  return (
    <>
      {shown.length === 0 ? (
        <Nothing>{t("no_advice")}</Nothing>
      ) : (
        <ol class="advs">
          {shown.map((lesson) => (
            <One
              key={`${lesson.agent.id} ${lesson.skill}`}
              lesson={lesson}
              scale={scale}
              abandoned={base.abandoned}
            />
          ))}
        </ol>
      )}
      <p class="xs soft note-below">
        {shown.length > 0 && t("advice_bars")} {basis(based_on)}{" "}
        {may("manage_settings") && (
          <a class="way" href="/settings/seats/">
            {t("teach_where")}
          </a>
        )}
      </p>
    </>
  );
}

interface OneProps {
  readonly lesson: Lesson;
  readonly scale: Scale;
  readonly abandoned: number;
}

function One({ lesson, scale, abandoned }: OneProps) {
  const { agent, skill, level, alike, saves_s } = lesson;
  const clear = isClear(lesson);
  return (
    <li>
      <div class="grow">
        <b>{t("teach", { name: agent.name, skill: skillName(skill) })}</b>
        <p class="xs soft">
          {t("teach_to", { level })} ·{" "}
          {t("teach_then", { left: percent(lesson.abandoned), was: percent(abandoned) })}
          {alike > 0 && ` · ${counted("alike", alike)}`}
        </p>
      </div>
      <Interval lesson={lesson} scale={scale} clear={clear} />
      <span class="gain">
        <b>{change(-saves_s)}</b>
        {!clear && <span class="xs soft">{t("not_clear")}</span>}
      </span>
    </li>
  );
}

const WIDTH = 120;

/** The interval and its middle; left of the line is a shorter wait. */
function Interval({ lesson, scale, clear }: { lesson: Lesson; scale: Scale; clear: boolean }) {
  const x = (saves: number) => 6 + scale(saves) * (WIDTH - 12);
  const [from, to] = [x(lesson.saves_high_s), x(lesson.saves_low_s)];
  const said = t("interval", { low: change(-lesson.saves_high_s), high: change(-lesson.saves_low_s) });
  return (
    <svg class={`lesson ${clear ? "" : "unclear"}`} viewBox={`0 0 ${WIDTH} 24`} role="img" aria-label={said}>
      <title>{said}</title>
      <path class="zero" d={`M${x(0)} 2V22`} />
      <path class="reach" d={`M${from} 12H${to}M${from} 9V15M${to} 9V15`} />
      <circle cx={x(lesson.saves_s)} cy="12" r="4" />
    </svg>
  );
}
