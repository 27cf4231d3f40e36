/* What one lesson would be worth: who learns what, and how much shorter the wait of eight in ten would be. */
import { useRead } from "../../../desk/use_read";
import { may } from "../../room";
import { Cell, Nothing, Ready } from "../Cell";
import { here } from "../here";
import type { Advice, Lesson } from "../wanted";
import { change, counted, percent, skillName, t, wait } from "../words";
import { along } from "./grid";

const SHOWN = 6;

export function Advisor() {
  const read = useRead<Advice>(here("routing/advice"));
  const base = read.found?.base;
  return (
    <Cell
      id="advisor"
      title={t("advisor")}
      note={t("advisor_note")}
      class="adv"
      acts={base && <span class="xs soft nw">{t("p80_now", { time: wait(base.p80_wait_s) })}</span>}
    >
      <Ready of={read}>{(found) => (found.rows.length === 0 ? <None /> : <Rows of={found} />)}</Ready>
    </Cell>
  );
}

const None = () => <Nothing>{t("no_advice")}</Nothing>;

function Rows({ of: { rows, base, based_on } }: { of: Advice }) {
  const shown = rows.slice(0, SHOWN);
  const longest = Math.max(...shown.map(({ saves_s }) => saves_s));
  return (
    <>
      <ol class="advs">
        {shown.map((lesson) => (
          <One
            key={`${lesson.agent.id} ${lesson.skill}`}
            lesson={lesson}
            longest={longest}
            abandoned={base.abandoned}
          />
        ))}
      </ol>
      <p class="xs soft note-below">{counted("advice_based", based_on.conversations)}</p>
      {may("manage_settings") && (
        <p class="xs">
          <a class="way" href="/settings/seats/">
            {t("teach_where")}
          </a>
        </p>
      )}
    </>
  );
}

interface OneProps {
  readonly lesson: Lesson;
  readonly longest: number;
  readonly abandoned: number;
}

function One({
  lesson: { agent, skill, p80_wait_s, saves_s, abandoned: then },
  longest,
  abandoned,
}: OneProps) {
  const clear = saves_s >= 1;
  return (
    <li>
      <div class="grow">
        <b>{t("teach", { name: agent.name, skill: skillName(skill) })}</b>
        <p class="xs soft">
          {t("teach_then", { wait: wait(p80_wait_s), left: percent(then), was: percent(abandoned) })}
        </p>
      </div>
      <Bar at={along(-saves_s, -longest)} clear={clear} />
      <span class="gain">
        <b>{change(-saves_s)}</b>
        {!clear && <span class="xs soft">{t("not_clear")}</span>}
      </span>
    </li>
  );
}

const WIDTH = 120;
const ZERO = WIDTH - 8;

/** From the line for "no change" to the left: the longer, the more is saved. The number stands beside. */
function Bar({ at, clear }: { at: number; clear: boolean }) {
  const x = 8 + at * (ZERO - 8);
  return (
    <svg class={`lesson ${clear ? "" : "unclear"}`} viewBox={`0 0 ${WIDTH} 24`} aria-hidden="true">
      <path class="zero" d={`M${ZERO} 2V22`} />
      <path class="reach" d={`M${x} 12H${ZERO}`} />
      <circle cx={x} cy="12" r="4" />
    </svg>
  );
}
