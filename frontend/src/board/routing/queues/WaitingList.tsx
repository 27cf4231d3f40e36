/* Everybody who waits, the longest first: how long, of which promise, and why still. */
import { now } from "../../../desk/room";
import { Ring } from "../../../shared/staff/Ring";
import { tone, used } from "../../rows";
import { Nothing } from "../Cell";
import { stuckAt } from "../room";
import type { LiveWaiting } from "../shapes";
import { duration, said, t, visitorName } from "../words";
import { asList, Needs } from "./Needs";

interface Props {
  readonly waiting: readonly LiveWaiting[];
  /** When it was read, in ms of this page's clock: the waits run on from there. */
  readonly at: number;
}

export function WaitingList({ waiting, at }: Props) {
  if (waiting.length === 0) return <Nothing>{t("none_waiting")}</Nothing>;
  const late = Math.max(0, (now.value - at) / 1_000);
  const looked = stuckAt.value ?? waiting[0]?.conversation;
  return (
    <ul class="wl">
      {waiting.map((one) => (
        <li key={one.conversation}>
          <One one={one} late={late} on={one.conversation === looked} />
        </li>
      ))}
    </ul>
  );
}

function One({ one, late, on }: { one: LiveWaiting; late: number; on: boolean }) {
  const share = used(one, late);
  return (
    <button
      type="button"
      aria-pressed={on}
      onClick={() => {
        stuckAt.value = one.conversation;
      }}
    >
      <Ring share={share} tone={`s ${tone(share)}`} />
      <span class="fx">
        <b class="cut">{visitorName(one.name, "", one.conversation)}</b>
        <Needs needs={asList(one.needs)} team={one.team} />
      </span>
      <span class={`num nw ${tone(share)}`}>
        {duration(one.waited_s + late)} <span class="soft">{t("of", { time: duration(one.promise_s) })}</span>
      </span>
      <span class="xs soft">{said(one.why)}</span>
    </button>
  );
}
