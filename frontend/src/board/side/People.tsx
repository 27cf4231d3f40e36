/* Who is there, in which state and since when, and how many units each has free; of one skill or all. */
import { now } from "../../desk/room";
import { PresenceMark } from "../../shared/staff/PresenceMark";
import { columns, freeUnits } from "../matrix";
import { board } from "../room";
import { counted, duration, skillName, t, term } from "../words";
import { Panel } from "./Side";

export function People({ skill }: { skill: string | null }) {
  const people = columns(board.value?.people ?? []).filter(
    (person) => skill === null || (person.skills[skill] ?? 0) > 0,
  );
  const free = people.reduce((sum, person) => sum + freeUnits(person), 0);
  return (
    <Panel
      title={skill === null ? t("people") : t("people_with", { skill: skillName(skill) })}
      under={t("people_free", {
        people: counted("people_n", people.length),
        slots: counted("slots_n", free),
      })}
    >
      <div class="side-scroll">
        {people.length === 0 && <p class="none">{t("nobody_with")}</p>}
        <ul class="behind">
          {people.map((person) => (
            <li key={person.id} class="behind-item">
              <span class="fx">
                <PresenceMark state={person.state} />
                <b class="cut grow">{person.name}</b>
                <span class="xs soft nw">{t("units", { load: person.load, capacity: person.capacity })}</span>
              </span>
              <span class="xs soft cut">
                {t("state_for", {
                  state: term("presence", person.state),
                  time: duration((now.value - Date.parse(person.since)) / 1_000),
                })}
                {skill !== null && ` · ${t("level", { level: person.skills[skill] ?? 0 })}`}
              </span>
            </li>
          ))}
        </ul>
      </div>
    </Panel>
  );
}
