/* What wants a supervisor now: only a crossed limit brings something here, and that is said aloud once. */
import type { BoardNeed } from "../protocol.gen";
import { initials } from "../shared/initials";
import { Icon } from "../shared/staff/Icon";
import { watch } from "./feed";
import { behind, board, may, wall } from "./room";
import { counted, duration, listOf, skillName, t, visitorName } from "./words";

const ON_THE_WALL = 2;

export function Needs() {
  const all = board.value?.needs_you ?? [];
  const shown = wall.value ? all.slice(0, ON_THE_WALL) : all;
  return (
    <section aria-labelledby="needs">
      <header>
        <h2 id="needs">{t("needs_you")}</h2>
        <span class="n">{all.length || ""}</span>
      </header>
      <ul class="alerts" aria-live="polite" aria-relevant="additions">
        {shown.length === 0 && <li class="soft xs quiet">{t("none_needed")}</li>}
        {shown.map((need) => (
          <Need key={keyOf(need)} need={need} />
        ))}
      </ul>
    </section>
  );
}

const keyOf = ({ code, conversation, agent, figures }: BoardNeed) =>
  [code, conversation, agent?.id, figures.key].join(" ");

function Need({ need }: { need: BoardNeed }) {
  const { what, so } = said(need);
  const bad = need.code !== "not_responding" && need.code !== "unanswered";
  return (
    <li>
      <Icon name={bad ? "urgent" : "alert"} class={bad ? "bad" : "warn"} />
      <div>
        <b>{what}</b>
        {/* runs on by the second: not worth saying aloud */}
        <p class="soft xs" aria-live="off">
          {so}
        </p>
      </div>
      {!wall.value && <Help need={need} />}
    </li>
  );
}

/** An agent by name, by initials on the wall; a visitor by name, nameless there. */
const agentName = ({ agent }: BoardNeed) => (wall.value ? initials(agent?.name ?? "") : (agent?.name ?? ""));

function whose({ conversation }: BoardNeed): string {
  if (wall.value || !conversation) return t("a_visitor");
  const row = board.value?.rows.find(({ id }) => id === conversation);
  return visitorName(row?.name ?? "", row?.customer ?? "", conversation);
}

interface Said {
  readonly what: string;
  readonly so: string;
}

const number = (value: string | number | undefined) => Number(value ?? 0);

const SAY: { readonly [C in BoardNeed["code"]]: (need: BoardNeed) => Said } = {
  unserved_need: ({ figures }) => ({
    what: t("need_unserved", { skills: listOf(String(figures.key).split("+").map(skillName)) }),
    so: t(number(figures.able) > 0 ? "need_unserved_all_busy" : "need_unserved_none", {
      waiting: number(figures.waiting),
      able: number(figures.able),
    }),
  }),
  unserved_team: ({ figures }) => ({
    what: t("need_team", {
      team: String(figures.team),
      skills: listOf(String(figures.key).split("+").map(skillName)),
    }),
    so: t("need_team_so", { waiting: number(figures.waiting) }),
  }),
  routing_check: ({ figures }) => ({
    what: t("need_check", { n: number(figures.violations) }),
    so: t("need_check_so", { rule: String(figures.rule) }),
  }),
  not_responding: (need) => ({
    what: counted("need_not_responding", number(need.figures.missed), { name: agentName(need) }),
    so: t("need_not_responding_for", { time: duration(number(need.figures.for_s)) }),
  }),
  over_promise: (need) => ({
    what: t("need_over", { name: whose(need) }),
    so: t("need_over_by", {
      time: duration(number(need.figures.waited_s) - number(need.figures.promise_s)),
      promise: duration(number(need.figures.promise_s)),
    }),
  }),
  unanswered: (need) => ({
    what: t("need_unanswered", { name: whose(need) }),
    so: t("need_unanswered_for", { name: agentName(need), time: duration(number(need.figures.silent_s)) }),
  }),
};

const said = (need: BoardNeed) => SAY[need.code](need);

/** The next step: look at the conversation, or at who is there. */
function Help({ need }: { need: BoardNeed }) {
  const { conversation } = need;
  if (conversation && may("watch"))
    return (
      <button type="button" class="b s" onClick={() => watch(conversation)}>
        {t("watch")}
      </button>
    );
  if (conversation) return null;
  const skill = need.code === "unserved_need" ? String(need.figures.key).split("+")[0] : null;
  return (
    <button
      type="button"
      class="b s"
      onClick={() => (behind.value = { kind: "people", skill: skill ?? null })}
    >
      {t("show")}
    </button>
  );
}
