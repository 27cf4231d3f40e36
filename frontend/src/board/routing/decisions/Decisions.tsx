/* The latest decisions, and one of them at length: who was compared, who wasn't and why, and whether a recount agrees. */

import { useRead } from "../../../desk/use_read";
import { DecisionCard, OutcomeChip } from "../../../desk/why/DecisionCard";
import { latestFirst } from "../../../desk/why/decision";
import { Icon } from "../../../shared/staff/Icon";
import { watch } from "../../feed";
import { may } from "../../room";
import { Cell, Nothing, Ready } from "../Cell";
import { here } from "../here";
import { decisionAt } from "../room";
import type { Decision } from "../shapes";
import { counted, duration, moment, said, t, term } from "../words";
import "./decisions.css";

const EVERY_MS = 5_000;

export function Decisions() {
  const read = useRead<{ items: Decision[] }>(here("routing/decisions"), EVERY_MS);
  const items = latestFirst(read.found?.items ?? []);
  const looked = items.find(({ id }) => id === decisionAt.value) ?? items[0];
  return (
    <div class="rgrid two">
      <Cell
        id="decisions"
        title={t("decisions")}
        note={read.found && counted("decisions_n", items.length)}
        class="first"
      >
        <Ready of={read}>
          {() => (items.length === 0 ? <None /> : <Table items={items} looked={looked?.id} />)}
        </Ready>
      </Cell>
      <Cell
        id="decision"
        title={looked ? t("why_agent", { name: looked.agent.name }) : t("decision")}
        class="one"
        acts={looked && may("watch") && <Open decision={looked} />}
      >
        {looked ? <One decision={looked} /> : <Nothing>{t("no_decision")}</Nothing>}
      </Cell>
    </div>
  );
}

const None = () => <Nothing>{t("no_decisions")}</Nothing>;

function Open({ decision }: { decision: Decision }) {
  return (
    <button type="button" class="b s" onClick={() => watch(decision.conversation)}>
      <Icon name="eye" />
      {t("watch")}
    </button>
  );
}

function One({ decision }: { decision: Decision }) {
  return (
    <>
      <p class="fx came">
        <OutcomeChip outcome={decision.outcome} />
        <span class="soft xs">{moment(decision.at)}</span>
      </p>
      <DecisionCard decision={decision} open />
    </>
  );
}

function Table({ items, looked }: { items: readonly Decision[]; looked: string | undefined }) {
  return (
    <table class="dt">
      <caption class="vh">{t("decisions")}</caption>
      <thead>
        <tr>
          <th scope="col" class="c-t">
            {t("at")}
          </th>
          <th scope="col" class="c-a">
            {t("agent")}
          </th>
          <th scope="col" class="c-o">
            {t("came_of_it")}
          </th>
          <th scope="col" class="num c-n">
            {t("waited")}
          </th>
          <th scope="col">{t("because")}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((one) => (
          <Row key={one.id} one={one} on={one.id === looked} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ one, on }: { one: Decision; on: boolean }) {
  const look = () => {
    decisionAt.value = one.id;
  };
  return (
    <tr class={on ? "sel" : ""} onClick={look}>
      <td class="soft c-t">{moment(one.at)}</td>
      <td class="c-a">
        <button type="button" class="cut plain" aria-pressed={on} onClick={look}>
          {one.agent.name}
        </button>
      </td>
      <td class="c-o">
        <OutcomeChip outcome={one.outcome} />
      </td>
      <td class="num c-n">{duration(one.waited_s)}</td>
      <td class="soft c-w" title={said(one.why)}>
        <span class="rule">{term("rule", one.rule)}</span> {said(one.why)}
      </td>
    </tr>
  );
}
