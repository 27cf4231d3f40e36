/* Agents × skills with their levels; below, how many units are free for each skill and how many visitors wait for it. */
import type { BoardPerson, BoardSkill } from "../../../protocol.gen";
import { Avatar } from "../../../shared/staff/Avatar";
import { Icon } from "../../../shared/staff/Icon";
import { PresenceMark } from "../../../shared/staff/PresenceMark";
import { board, may } from "../../room";
import { term } from "../../words";
import { Cell, Nothing } from "../Cell";
import { listOf, number, skillName, t } from "../words";
import { byName, levelOf, thin } from "./grid";

export function Matrix() {
  const told = board.value;
  return (
    <Cell
      id="matrix"
      title={t("matrix")}
      note={t("levels")}
      class="first ed"
      acts={
        may("manage_settings") && (
          <a class="b s" href="/settings/seats/">
            <Icon name="settings" />
            {t("edit_levels")}
          </a>
        )
      }
    >
      {!told && <div aria-busy="true" />}
      {told && told.people.length === 0 && <Nothing>{t("no_people")}</Nothing>}
      {told && told.people.length > 0 && <Grid people={byName(told.people)} skills={told.skills} />}
    </Cell>
  );
}

interface Props {
  readonly people: readonly BoardPerson[];
  readonly skills: readonly BoardSkill[];
}

function Grid({ people, skills }: Props) {
  const few = thin(skills, people);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section class="wide-table" tabIndex={0} aria-label={t("matrix")}>
        <table class="sm">
          <thead>
            <tr>
              <th scope="col">{t("agent")}</th>
              <th scope="col" class="cap">
                {t("slots")}
              </th>
              {skills.map(({ key }) => (
                <th key={key} scope="col">
                  {skillName(key)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {people.map((person) => (
              <Person key={person.id} person={person} skills={skills} />
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t("free_waiting")}</th>
              <td />
              {skills.map(({ key, free, waiting }) => (
                <td key={key} class={waiting > free ? "bad" : ""}>
                  {number(free)} / {number(waiting)}
                </td>
              ))}
            </tr>
          </tfoot>
        </table>
      </section>
      {few.length > 0 && (
        <p class="xs soft thin">
          <Icon name="urgent" class="s bad" /> {t("thin", { skills: listOf(few.map(skillName)) })}
        </p>
      )}
    </>
  );
}

function Person({ person, skills }: { person: BoardPerson; skills: readonly BoardSkill[] }) {
  return (
    <tr>
      <th scope="row">
        <span class="fx">
          <Avatar name={person.name} class="a" />
          <span class="grow cut">{person.name}</span>
          <PresenceMark state={person.state} />
          <span class="vh">{term("presence", person.state)}</span>
        </span>
      </th>
      <td class="cap">{person.capacity}</td>
      {skills.map(({ key }) => (
        <Level key={key} level={levelOf(person, key)} />
      ))}
    </tr>
  );
}

function Level({ level }: { level: number }) {
  if (level > 0) return <td class={`l${level}`}>{level}</td>;
  return (
    <td>
      <i aria-hidden="true" />
    </td>
  );
}
