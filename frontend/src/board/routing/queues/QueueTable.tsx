/* The queues: what each asks for and how that widens, the promise, who waits, who could serve it, the wait to expect. */
import { useState } from "preact/hooks";
import { Ring } from "../../../shared/staff/Ring";
import { tone, used } from "../../rows";
import { Nothing } from "../Cell";
import type { LiveQueue } from "../shapes";
import { counted, duration, number, said, span, t, term, wait } from "../words";
import { Needs } from "./Needs";

/** Queues that nobody waits in are folded away from this many on. */
const SHOWN = 8;

export function QueueTable({ queues }: { queues: readonly LiveQueue[] }) {
  const [all, unfold] = useState(false);
  if (queues.length === 0) return <Nothing>{t("no_queues")}</Nothing>;
  const busy = queues.filter(({ waiting }) => waiting > 0).length;
  const shown = all ? queues : queues.slice(0, Math.max(SHOWN, busy));
  return (
    <>
      <div class="wide-table">
        <table class="qt">
          <caption class="vh">{t("queues")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("queue")}</th>
              <th scope="col" class="num">
                {t("waiting_now")}
              </th>
              <th scope="col" class="num">
                {t("oldest")}
              </th>
              <th scope="col" class="num">
                {t("promise")}
              </th>
              <th scope="col">{t("can_take")}</th>
              <th scope="col" class="num" title={t("def_estimate")}>
                {t("estimate")}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((queue) => (
              <Row key={queue.key} queue={queue} />
            ))}
          </tbody>
        </table>
      </div>
      {queues.length > shown.length && (
        <button type="button" class="b s q unfold" onClick={() => unfold(true)}>
          {counted("more_queues", queues.length - shown.length)}
        </button>
      )}
    </>
  );
}

function Row({ queue }: { queue: LiveQueue }) {
  const { needs, team, steps, promise_s, waiting, offered, oldest_wait_s } = queue;
  const share = oldest_wait_s === null ? 0 : used({ promise_s, waited_s: oldest_wait_s }, 0);
  return (
    <tr>
      <th scope="row">
        <Needs needs={needs} team={team} />
        {steps.length > 0 && (
          <ul class="xs soft widens">
            {steps.map(({ after_s, says }) => (
              <li key={`${after_s} ${says.en}`}>
                {duration(after_s)} {said(says)}
              </li>
            ))}
          </ul>
        )}
      </th>
      <td class="num" data-label={t("waiting_now")}>
        <b class={waiting > 0 ? "" : "soft"}>{number(waiting)}</b>
        {offered > 0 && <span class="xs soft under">{t("offered_n", { n: number(offered) })}</span>}
      </td>
      <td class="num" data-label={t("oldest")}>
        {oldest_wait_s === null ? (
          <span class="soft">–</span>
        ) : (
          <span class={`fx end ${tone(share)}`}>
            <Ring share={share} tone={`s ${tone(share)}`} />
            {duration(oldest_wait_s)}
          </span>
        )}
      </td>
      <td class="num" data-label={t("promise")}>
        {duration(promise_s)}
      </td>
      <td data-label={t("can_take")}>
        <Capable of={queue} />
      </td>
      <td class="num" data-label={t("estimate")}>
        <Expected of={queue} />
      </td>
    </tr>
  );
}

/** The mean and the band; at once where nobody would wait a second. */
function Expected({ of: { estimate } }: { of: LiveQueue }) {
  if (!estimate) return <span class="soft">{t("no_estimate")}</span>;
  const { mean_s, low_s, high_s } = estimate;
  if (high_s < 1) return <>{t("at_once")}</>;
  return (
    <>
      {wait(mean_s)}
      <span class="xs soft under">{span(low_s, high_s)}</span>
    </>
  );
}

const ELSE = [
  "busy",
  "wrap_up",
  "break",
  "not_responding",
  "offline",
] as const satisfies (keyof LiveQueue["capable"])[];

/** How many are free of those online; below, in which other states there are any. */
function Capable({ of: { capable, waiting } }: { of: LiveQueue }) {
  const others = ELSE.filter((state) => capable[state] > 0);
  const nobody = capable.online === 0 && others.length === 0;
  return (
    <>
      <span class={capable.free > 0 ? "" : waiting > 0 ? "bad" : "soft"}>
        {nobody
          ? t("nobody_can")
          : capable.online === 0
            ? t("nobody_online")
            : t("free_of", { free: number(capable.free), online: number(capable.online) })}
      </span>
      {others.length > 0 && (
        <span class="xs soft under">
          {others.map((state) => `${number(capable[state])} ${term("state", state)}`).join(" · ")}
        </span>
      )}
    </>
  );
}
