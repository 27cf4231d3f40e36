/* Why this agent: the sentence, who was compared by which figures, who wasn't and why, and whether a recount agrees. */
import type { Candidate, Decision } from "../../board/routing/shapes";
import { Icon } from "../../shared/staff/Icon";
import { desk } from "../room";
import { counted, duration, listOf, nameOf, sentence, t, term } from "../words";
import { deciding, LOOKS, outcomeOf, runnerUp } from "./decision";
import "./why.css";

/** Whether the offer was accepted, declined, ran out …: an icon and a word. */
export function OutcomeChip({ outcome }: Pick<Decision, "outcome">) {
  const what = outcomeOf({ outcome });
  const { icon, tone } = LOOKS[what];
  return (
    <span class={`chip ${tone}`}>
      <Icon name={icon} />
      {t(`outcome_${what}`)}
    </span>
  );
}

/** The sentence and its facts; the comparison below, unfolded where there is room for it. */
export function DecisionCard({ decision, open = false }: { decision: Decision; open?: boolean }) {
  return (
    <div class="decision">
      <p class="because">{sentence(decision.why)}</p>
      <Facts decision={decision} />
      {open ? (
        <Comparison decision={decision} />
      ) : (
        <details>
          <summary>{t("why_compared")}</summary>
          <Comparison decision={decision} />
        </details>
      )}
    </div>
  );
}

function Facts({ decision: { waited_s, promise_s, step, rule, policy } }: { decision: Decision }) {
  const waited = duration(waited_s);
  const facts = [
    promise_s
      ? t("waited_of", { time: waited, promise: duration(promise_s) })
      : t("waited", { time: waited }),
    term("rule", rule),
    step > 0 ? counted("why_steps", step) : "",
    rule === "manual" || rule === "degraded" ? "" : term("policy", policy.split("/")[0] ?? ""),
  ];
  return <p class="xs soft">{facts.filter(Boolean).join(" · ")}</p>;
}

function Comparison({ decision }: { decision: Decision }) {
  const { candidates, eligible, excluded } = decision;
  return (
    <>
      {candidates.length > 0 ? (
        <Candidates decision={decision} />
      ) : (
        <p class="xs soft">{t(decision.rule === "manual" ? "why_by_hand" : "why_no_figures")}</p>
      )}
      {eligible > 0 && <p class="xs soft">{counted("why_more", eligible)}</p>}
      {excluded.length > 0 && (
        <p class="xs soft">
          {t("why_excluded", { reasons: listOf(excluded.map(({ says }) => sentence(says))) })}
        </p>
      )}
      <Margin decision={decision} />
      <Recount agrees={decision.recomputed} />
    </>
  );
}

/** An agent by name; a conversation by its visitor's. */
function nameIn(rule: string, { id, name }: Candidate): string {
  if (rule === "slot") return nameOf(name, id);
  return id === desk.value.agent?.id ? t("why_you_name", { name }) : name;
}

function Candidates({ decision: { rule, candidates } }: { decision: Decision }) {
  const columns = candidates[0]?.figures ?? [];
  const at = deciding(candidates);
  return (
    <div class="compared">
      <table>
        <caption class="vh">{t("why_compared")}</caption>
        <thead>
          <tr>
            <th scope="col">{t(rule === "slot" ? "visitor_column" : "agent")}</th>
            {columns.map(({ name }, place) => (
              <th key={name.en} scope="col" class={`num ${place === at ? "told" : ""}`}>
                {sentence(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {candidates.map((one) => (
            <tr key={one.id} class={one.chosen ? "chosen" : ""}>
              <th scope="row">
                {one.chosen && <Icon name="check" class="s acc" />}
                {nameIn(rule, one)}
                {one.chosen && <span class="vh">, {t("why_chosen")}</span>}
              </th>
              {one.figures.map((figure, place) => (
                <td key={figure.name.en} class={`num ${place === at ? "told" : ""}`}>
                  {sentence(figure.says)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Margin({ decision }: { decision: Decision }) {
  const second = runnerUp(decision);
  if (!second) return null;
  const name = nameIn(decision.rule, second);
  const at = deciding(decision.candidates);
  const figure = at === null ? undefined : decision.candidates[0]?.figures[at];
  return (
    <p class="xs soft">
      {figure && decision.margin !== null
        ? t("why_ahead", { name, figure: sentence(figure.name), margin: shown(decision.margin) })
        : t("why_alike", { name })}
    </p>
  );
}

/** At most three places, no empty ones; a minus, not a hyphen. */
const shown = (margin: number) => String(Number(margin.toFixed(3))).replace("-", "−");

function Recount({ agrees }: { agrees: boolean | null }) {
  if (agrees === null) return null;
  return (
    <p class={`xs ${agrees ? "good" : "bad"}`}>
      <Icon name={agrees ? "check" : "urgent"} class="s" /> {t(agrees ? "why_agrees" : "why_differs")}
    </p>
  );
}
