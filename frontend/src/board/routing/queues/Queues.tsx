/* What waits now: the queues, everybody who waits and why, one of them at length, and how good told waits were. */

import { useRead } from "../../../desk/use_read";
import { Icon } from "../../../shared/staff/Icon";
import { Cell, Ready } from "../Cell";
import { here } from "../here";
import { stuckAt } from "../room";
import type { RoutingLive } from "../shapes";
import { counted, t, time } from "../words";
import { Accuracy } from "./Accuracy";
import { Checks } from "./Checks";
import { beside } from "./course";
import { QueueTable } from "./QueueTable";
import { Stuck } from "./Stuck";
import { WaitingList } from "./WaitingList";
import "./queues.css";

/** How often what moves is read again, in ms. */
export const EVERY_MS = 2_000;

export function Queues() {
  const live = useRead<RoutingLive>(here("routing/live"), EVERY_MS);
  const at = live.found && t("as_of", { time: time(live.found.at) });
  return (
    <div class="rgrid of-now">
      <Cell id="queues" title={t("queues")} note={at} class="first">
        <Ready of={live}>{(found) => <QueueTable queues={found.queues} />}</Ready>
      </Cell>
      <Cell id="stuck" title={t("stuck")} class="stuck" acts={live.found && <Steps live={live.found} />}>
        <Ready of={live}>{(found) => <Stuck live={found} at={live.at} />}</Ready>
      </Cell>
      <Cell
        id="waiting"
        title={t("waiting")}
        note={live.found && counted("waiting_n", live.found.waiting.length)}
        class="first"
      >
        <Ready of={live}>{(found) => <WaitingList waiting={found.waiting} at={live.at} />}</Ready>
      </Cell>
      <div class="cell">
        <Accuracy />
        {live.found && <Checks checks={live.found.checks} policy={live.found.policy} />}
      </div>
    </div>
  );
}

function Steps({ live: { waiting } }: { live: RoutingLive }) {
  if (waiting.length < 2) return null;
  const at = Math.max(
    0,
    waiting.findIndex(({ conversation }) => conversation === stuckAt.value),
  );
  const go = (step: number) => () => {
    stuckAt.value = beside(waiting, waiting[at]?.conversation ?? null, step);
  };
  return (
    <span class="fx">
      <button
        type="button"
        class="b ic s q"
        aria-label={t("previous")}
        title={t("previous")}
        onClick={go(-1)}
      >
        <Icon name="back" />
      </button>
      <span class="xs soft nw">{t("place", { n: at + 1, of: waiting.length })}</span>
      <button type="button" class="b ic s q" aria-label={t("next")} title={t("next")} onClick={go(1)}>
        <Icon name="fwd" />
      </button>
    </span>
  );
}
