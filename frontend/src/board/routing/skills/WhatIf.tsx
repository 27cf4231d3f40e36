/* What more or fewer agents would change in an hour: the wait of eight in ten, who gives up, how busy everybody is. */
import { useEffect, useState } from "preact/hooks";
import { now } from "../../../desk/room";
import { useAsk } from "../../../desk/use_read";
import { board, twin } from "../../room";
import { Cell, Failed, Progress } from "../Cell";
import { here } from "../here";
import type { WhatIf as Answer } from "../shapes";
import { percent, signed, t, wait } from "../words";
import { Busiest } from "./Busiest";
import { basis } from "./basis";
import { hoursFrom } from "./hours";
import { WhatIfChart } from "./WhatIfChart";

const AGENTS = [-2, -1, 0, 1, 2, 3];
const HOURS = 24;

export function WhatIf({ settled }: { settled: () => void }) {
  const [hour, choose] = useState("");
  const [at, look] = useState(0);
  const { found, failed, since, ask, again } = useAsk<Answer>(here("routing/what-if"));
  useEffect(() => ask({ agents: AGENTS, ...(hour && { hour }) }), [hour]);
  useEffect(() => {
    if (found || failed) settled();
  }, [found, failed]);
  return (
    <Cell
      id="what-if"
      title={t("what_if")}
      note={found?.method && t(`method_${found.method}`)}
      class="first wi"
      acts={<HourPick hour={hour} choose={choose} />}
    >
      {failed && <Failed why={failed} again={again} />}
      <div class="wi-body" aria-busy={since !== null} data-old={since !== null}>
        {found === null && since !== null && <Progress since={since} />}
        {found && found.rows.length === 0 && <Busiest choose={choose} />}
        {found && found.rows.length > 0 && (
          <>
            {!twin.value && <WhatIfChart rows={found.rows} at={at} look={look} />}
            <Table rows={found.rows} at={at} look={look} />
            <p class="xs soft note-below">{basis(found.based_on)}</p>
          </>
        )}
      </div>
    </Cell>
  );
}

function HourPick({ hour, choose }: { hour: string; choose: (hour: string) => void }) {
  const midnight = board.value?.arrivals.start ?? "";
  return (
    <label class="chip pick">
      <span class="vh">{t("hour")}</span>
      <select value={hour} onChange={(event) => choose(event.currentTarget.value)}>
        <option value="">{t("this_hour")}</option>
        {hoursFrom(now.peek(), HOURS, midnight).map(({ iso, clock }) => (
          <option key={iso} value={iso}>
            {clock}
          </option>
        ))}
      </select>
    </label>
  );
}

interface TableProps {
  readonly rows: Answer["rows"];
  readonly at: number;
  readonly look: (agents: number) => void;
}

function Table({ rows, at, look }: TableProps) {
  const line = (name: string, value: (row: Answer["rows"][number]) => string) => (
    <tr>
      <th scope="row">{name}</th>
      {rows.map((row) => (
        <td key={row.agents} class={row.agents === at ? "on" : ""}>
          {value(row)}
        </td>
      ))}
    </tr>
  );
  return (
    <table class="wt">
      <caption class="vh">{t("what_if")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("agents")}</th>
          {rows.map(({ agents }) => (
            <th key={agents} scope="col" class={agents === at ? "on" : ""}>
              <button type="button" aria-pressed={agents === at} onClick={() => look(agents)}>
                {signed(agents)}
                {agents === 0 && <span class="soft"> {t("as_now")}</span>}
              </button>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {line(t("p80_wait"), ({ p80_wait_s }) => wait(p80_wait_s))}
        {line(t("give_up"), ({ abandoned }) => percent(abandoned))}
        {line(t("occupancy"), ({ occupancy }) => percent(occupancy))}
      </tbody>
    </table>
  );
}
