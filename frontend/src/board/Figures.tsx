/* The first row: six figures with what they are made of, the rest in one line; all of them as a table for who wants one. */
import type { Board } from "../protocol.gen";
import { Ring } from "../shared/staff/Ring";
import { FigureDrill } from "./Drill";
import { ALL, type Figure, figure, HEADLINES, NOW, TODAY, wanted } from "./figures";
import { board, late, twin, wall } from "./room";
import { tone, used } from "./rows";
import { counted, duration, figureText, number, t, unit, visitorName } from "./words";
import "./figures.css";

export function Figures() {
  const told = board.value;
  if (!told) return null;
  return (
    <>
      {(wall.value || !twin.value) && (
        <section class="kpis" aria-label={t("figures")}>
          {HEADLINES.map((which) => (
            <div key={which}>
              <h3>{t(`fig_${which}`)}</h3>
              <p class="figure">
                <FigureDrill of={which} class={`fig ${which === "oldest_wait" ? oldestTone(told) : ""}`}>
                  <Value of={which} told={told} />
                </FigureDrill>
                {which === "oldest_wait" && <OldestRing told={told} />}
              </p>
              <p class="xs soft cut">{UNDER[which](told)}</p>
            </div>
          ))}
        </section>
      )}
      {!wall.value && !twin.value && <Strip told={told} />}
      {!wall.value && <Twin told={told} />}
    </>
  );
}

function Value({ of, told }: { of: Figure; told: Board }) {
  const shown = figure(of, told, late.value);
  return (
    <>
      {figureText(shown)}
      {unit(shown) && <small>{unit(shown)}</small>}
    </>
  );
}

const oldestUsed = ({ oldest, oldest_wait_s }: Board) =>
  oldest ? used({ promise_s: oldest.promise_s, waited_s: oldest_wait_s }, late.value) : 0;
const oldestTone = (told: Board) => tone(oldestUsed(told));

function OldestRing({ told }: { told: Board }) {
  if (!told.oldest || told.oldest.promise_s <= 0) return null;
  return <Ring share={oldestUsed(told)} tone={oldestTone(told)} />;
}

/** Who it is, and how much of the promise is left or how far it is over; nobody is named on the wall. */
function oldestLine({ oldest, oldest_wait_s }: Board): string {
  if (!oldest) return t("nobody_waits");
  const name = wall.value ? "" : `${visitorName(oldest.name, oldest.customer, oldest.conversation)} · `;
  if (oldest.promise_s <= 0) return name + t("no_promise");
  const left = oldest.promise_s - oldest_wait_s - late.value;
  const values = { time: duration(Math.abs(left)), promise: duration(oldest.promise_s) };
  return name + t(left < 0 ? "over_promise" : "left_of_promise", values);
}

const UNDER: { readonly [F in (typeof HEADLINES)[number]]: (told: Board) => preact.ComponentChildren } = {
  waiting: ({ waiting, offered }) => (
    <>
      <FigureDrill of="offered">
        <b>{number(offered)}</b>
      </FigureDrill>{" "}
      {t("offered")} · <b>{number(waiting - offered)}</b> {t("nobody_free")}
    </>
  ),
  oldest_wait: oldestLine,
  within_promise: ({ today }) =>
    t("within_of", { n: number(today.within_promise), of: number(today.answered) }),
  abandoned: (told) => t("left_of", { n: number(told.today.abandoned), of: number(wanted(told)) }),
  bot_resolved: ({ today, bot }) =>
    t("solved_of", { n: number(today.bot_resolved), of: number(today.conversations), now: number(bot) }),
  csat: ({ today: { ratings } }) =>
    ratings === 0 ? t("no_ratings") : t(ratings === 1 ? "one_rating" : "ratings", { n: number(ratings) }),
};

function Strip({ told }: { told: Board }) {
  return (
    <section class="strip" aria-label={t("more_figures")}>
      <Part word={t("now")} figures={NOW} told={told} />
      <Part word={t("today")} figures={TODAY} told={told} />
    </section>
  );
}

function Part({ word, figures, told }: { word: string; figures: readonly Figure[]; told: Board }) {
  return (
    <p>
      <span class="soft">{word}</span>
      {figures.map((which) => (
        <span key={which} class="nw">
          <FigureDrill of={which}>
            <b>
              <Value of={which} told={told} />
            </b>
          </FigureDrill>{" "}
          {counted(`is_${which as (typeof NOW | typeof TODAY)[number]}`, figure(which, told, 0).value)}
        </span>
      ))}
    </p>
  );
}

/** The same numbers with their definitions; always there for who reads by ear. */
function Twin({ told }: { told: Board }) {
  return (
    <section class={twin.value ? "figures-twin" : "vh"} aria-label={t("figures_table")}>
      <table class="twin">
        <thead>
          <tr>
            <th scope="col">{t("figure")}</th>
            <th scope="col" class="num">
              {t("value")}
            </th>
            <th scope="col">{t("definition")}</th>
          </tr>
        </thead>
        <tbody>
          {ALL.map((which) => (
            <tr key={which}>
              <th scope="row">{t(`fig_${which}`)}</th>
              <td class="num">
                {twin.value ? (
                  <FigureDrill of={which}>
                    <Value of={which} told={told} />
                  </FigureDrill>
                ) : (
                  <Value of={which} told={told} />
                )}
              </td>
              <td class="soft">{t(`def_${which}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
