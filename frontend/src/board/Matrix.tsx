/* Skills × agents: levels, who is free now, how many units are free and how many visitors wait for each skill. */
import type { BoardPerson } from "../protocol.gen";
import { Icon } from "../shared/staff/Icon";
import { PresenceMark } from "../shared/staff/PresenceMark";
import { Drill } from "./Drill";
import { boxes, type Cell, columns, type Line, marks, matrix, STATES } from "./matrix";
import { board, wall } from "./room";
import { number, skillName, t, term } from "./words";
import "./matrix.css";

/** Up to so many columns there is room for long names of skills; with more than `MANY` the middle scrolls. */
const FEW = 8;
const MANY = 12;
const width = (columns: number) => (columns <= FEW ? "few" : columns > MANY ? "many" : "");

export function Matrix() {
  const told = board.value;
  if (!told) return null;
  const people = columns(told.people);
  return (
    <section class="cell mtx" aria-labelledby="matrix">
      <header>
        <h2 id="matrix">{t("matrix")}</h2>
        <span class="grow" />
        <span class="soft sums">
          <Drill to={{ kind: "people", skill: null }}>
            <b>{number(people.length)}</b>
          </Drill>{" "}
          {t(people.length === 1 ? "agent" : "agents")} ·{" "}
          <Drill to={{ kind: "people", skill: null }}>
            <b>{number(told.free)}</b>
          </Drill>{" "}
          {t(told.free === 1 ? "free_slot" : "free_slots")}
        </span>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section class="wide-table" tabIndex={0} aria-label={t("matrix")}>
        <table class={`mx ${width(people.length)}`}>
          <Heads people={people} />
          <tbody>
            {matrix(told, people).map((line) => (
              <Skill key={line.key} line={line} people={people} />
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t("in_use")}</th>
              {people.map((person) => (
                <td key={person.id}>
                  <Boxes person={person} />
                </td>
              ))}
              <td class="num" />
              <td class="num" />
            </tr>
          </tfoot>
        </table>
      </section>
      <p class="soft lgd">
        {STATES.map((state) => (
          <span key={state}>
            <PresenceMark state={state} /> {t(`st_${state}`)}
            {(told.agents[state] ?? 0) > 0 && <b>{told.agents[state]}</b>}
          </span>
        ))}
      </p>
    </section>
  );
}

const USUAL = ["rest", "meal", "training"] as const;

/** The reason of a break, in the firm's words or ours. */
function why(reason: string): string {
  const known = USUAL.find((one) => one === reason);
  return reason ? ` (${known ? t(`break_${known}`) : reason})` : "";
}

/** The name is for who points or listens; on the wall only the initials are there. */
function Heads({ people }: { people: readonly BoardPerson[] }) {
  const shown = marks(people);
  return (
    <thead>
      <tr>
        <td />
        {people.map((person, i) => {
          const state = term("presence", person.state) + why(person.reason ?? "");
          const whole = wall.value ? state : `${person.name}, ${state}`;
          return (
            <th key={person.id} scope="col" title={whole}>
              <span class="ag">
                <PresenceMark state={person.state} />
              </span>
              <span aria-hidden="true">{shown[i]}</span>
              <span class="vh">{whole}</span>
            </th>
          );
        })}
        <th scope="col" class="num">
          {t("free")}
        </th>
        <th scope="col" class="num">
          {t("wait")}
        </th>
      </tr>
    </thead>
  );
}

function Skill({ line, people }: { line: Line; people: readonly BoardPerson[] }) {
  const { key, cells, free, waiting, short } = line;
  return (
    <tr>
      <th scope="row" class="cut" title={skillName(key)}>
        {skillName(key)}
      </th>
      {cells.map((cell, i) => (
        <Level key={people[i]?.id} cell={cell} />
      ))}
      <td class="num">
        <Drill to={{ kind: "people", skill: key }}>
          <b class={short ? "bad" : ""}>{number(free)}</b>
        </Drill>
      </td>
      <td class="num">
        <Drill to={{ kind: "list", figure: "waiting", skill: key }}>
          <b>{number(waiting)}</b>
        </Drill>
        {short && (
          <span class="bad">
            <Icon name="urgent" />
            <span class="vh">{t("short")}</span>
          </span>
        )}
      </td>
    </tr>
  );
}

function Level({ cell: { level, free } }: { cell: Cell }) {
  if (level === 0)
    return (
      <td>
        <i aria-hidden="true" />
      </td>
    );
  return (
    <td class={free ? "f" : ""}>
      {level}
      {free && <span class="vh">, {t("is_free")}</span>}
    </td>
  );
}

function Boxes({ person }: { person: BoardPerson }) {
  return (
    <span class="pips">
      <span class="vh">{t("units", { load: person.load, capacity: person.capacity })}</span>
      {boxes(person).map((inUse, i) => (
        <i key={i} class={inUse ? "u" : ""} aria-hidden="true" />
      ))}
    </span>
  );
}
