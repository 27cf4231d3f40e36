/* The page bar: title, filters, how fresh the figures are, the clock, tables and wall. */
import { useEffect, useState } from "preact/hooks";
import { link, now } from "../desk/room";
import { Icon, type IconName } from "../shared/staff/Icon";
import { PresenceMark } from "../shared/staff/PresenceMark";
import { type Choice, sites, teams } from "./choices";
import { board, filter, heardAt, twin, wall } from "./room";
import { t, time, wallClock } from "./words";

export function Bar() {
  return (
    <header class="bar top">
      <h1>{t("title")}</h1>
      {wall.value ? <Narrowed /> : <Filters />}
      <span class="grow" />
      <Freshness />
      {!wall.value && (
        <>
          {board.value && (
            <span class="soft xs wide nw">{wallClock(now.value, board.value.arrivals.start)}</span>
          )}
          <button
            type="button"
            class="b s q wide"
            aria-pressed={twin.value}
            onClick={() => (twin.value = !twin.value)}
          >
            <Icon name="table" />
            {t("tables")} <kbd>⇧ T</kbd>
          </button>
          <button type="button" class="b s wide" onClick={() => (wall.value = true)}>
            <Icon name="max" />
            {t("wall")} <kbd>F</kbd>
          </button>
        </>
      )}
    </header>
  );
}

/** Only what there is more than one of can be chosen from. */
function Filters() {
  return (
    <>
      <Pick of="site" icon="globe" all={t("all_sites")} label={t("site")} choices={sites.value} />
      <Pick of="team" icon="users" all={t("all_teams")} label={t("team")} choices={teams.value} />
    </>
  );
}

interface PickProps {
  readonly of: "site" | "team";
  readonly icon: IconName;
  readonly all: string;
  readonly label: string;
  readonly choices: readonly Choice[];
}

export function Pick({ of, icon, all, label, choices }: PickProps) {
  if (choices.length < 2) return null;
  return (
    <label class="chip pick">
      <Icon name={icon} />
      <span class="vh">{label}</span>
      <select
        value={filter.value[of] ?? ""}
        onChange={(event) => (filter.value = { ...filter.value, [of]: event.currentTarget.value || null })}
      >
        <option value="">{all}</option>
        {choices.map(({ key, name }) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </select>
      <Icon name="down" />
    </label>
  );
}

/** What the wall is narrowed to, as words. */
function Narrowed() {
  const { site, team } = filter.value;
  const named = (choices: readonly Choice[], key: string | null) =>
    choices.find((choice) => choice.key === key)?.name ?? key;
  return (
    <>
      {site && <span class="chip">{named(sites.value, site)}</span>}
      {team && <span class="chip">{named(teams.value, team)}</span>}
    </>
  );
}

const EVERY_MS = 200;

function Freshness() {
  const [at, tick] = useState(Date.now());
  useEffect(() => {
    const beat = setInterval(() => tick(Date.now()), EVERY_MS);
    return () => clearInterval(beat);
  }, []);
  const live = link.value.state === "ready" && heardAt.value > 0;
  const age = Math.max(0, (at - heardAt.value) / 1_000);
  return (
    <span class="xs soft fx fresh nw">
      <PresenceMark state={live ? "online" : "offline"} />
      {live
        ? t("live_ago", { age: age < 10 ? age.toFixed(1) : age.toFixed(0) })
        : heardAt.value > 0
          ? t("as_of", { time: time(new Date(heardAt.value).toISOString()) })
          : t("connecting")}
    </span>
  );
}
