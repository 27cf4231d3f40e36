/* One who waits, at length: why still, what has been done about it and what will be, and what can be done now. */
import { now } from "../../../desk/room";
import { Icon } from "../../../shared/staff/Icon";
import { Ring } from "../../../shared/staff/Ring";
import { takeOver, watch } from "../../feed";
import { may } from "../../room";
import { tone, used } from "../../rows";
import { Nothing } from "../Cell";
import { stuckAt } from "../room";
import type { LiveWaiting, RoutingLive } from "../shapes";
import { duration, said, t, visitorName } from "../words";
import { course, type Mark, queueOf } from "./course";
import { asList, Needs } from "./Needs";

export function Stuck({ live, at }: { live: RoutingLive; at: number }) {
  const one = live.waiting.find(({ conversation }) => conversation === stuckAt.value) ?? live.waiting[0];
  if (!one) return <Nothing>{t("none_stuck")}</Nothing>;
  const late = Math.max(0, (now.value - at) / 1_000);
  const grown = { ...one, waited_s: one.waited_s + late };
  const steps = queueOf(one, live.queues)?.steps ?? [];
  return (
    <>
      <Head one={grown} />
      <p class="because">{said(one.why)}</p>
      <ol class="steps">
        {course(grown, steps).map((mark) => (
          <Step
            key={`${mark.at_s} ${typeof mark.what === "string" ? mark.what : mark.what.en}`}
            mark={mark}
          />
        ))}
      </ol>
      <Acts id={one.conversation} />
    </>
  );
}

function Head({ one }: { one: LiveWaiting }) {
  const share = used(one, 0);
  return (
    <div class="fx g3 stuck-who">
      <Ring share={share} tone={tone(share)} />
      <div class="grow">
        <p>
          <b>{visitorName(one.name, "", one.conversation)}</b>{" "}
          <span class={tone(share)}>{duration(one.waited_s)}</span>{" "}
          <span class="soft">{t("of", { time: duration(one.promise_s) })}</span>
        </p>
        <Needs needs={asList(one.needs)} team={one.team} />
      </div>
    </div>
  );
}

function Step({ mark: { at_s, what, state } }: { mark: Mark }) {
  const over = what === "promise" && state !== "ahead";
  return (
    <li class={`${state} ${over ? "over" : ""}`} aria-current={state === "now" ? "step" : undefined}>
      <i aria-hidden="true" />
      <span>{duration(at_s)}</span>
      <p>{typeof what === "string" ? t(over ? "course_over" : `course_${what}`) : said(what)}</p>
    </li>
  );
}

function Acts({ id }: { id: string }) {
  return (
    <div class="fx stuck-acts">
      {may("watch") && (
        <button type="button" class="b s" onClick={() => watch(id)}>
          <Icon name="eye" />
          {t("watch")}
        </button>
      )}
      {may("takeover") && (
        <button type="button" class="b s" onClick={() => void takeOver(id)}>
          <Icon name="take" />
          {t("take_yourself")}
        </button>
      )}
    </div>
  );
}
