/* Skills × agents: who has what at which level, who is free for it now. Pure. */
import type { Board, BoardPerson } from "../protocol.gen";
import { initials } from "../shared/initials";

/** The six states in the order of the legend. */
export const STATES = ["online", "busy", "wrap_up", "break", "not_responding", "offline"] as const;

export interface Cell {
  /** 1–5, or 0 for none. */
  readonly level: number;
  readonly free: boolean;
}

export interface Line {
  readonly key: string;
  readonly cells: readonly Cell[];
  readonly free: number;
  readonly waiting: number;
  /** More wait than there are free units. */
  readonly short: boolean;
}

export const freeUnits = ({ state, load, capacity }: BoardPerson) =>
  state === "online" ? Math.max(0, capacity - load) : 0;

/** Who is away comes last, else by name: a column moves only when somebody comes or goes. */
export function columns(people: readonly BoardPerson[]): BoardPerson[] {
  const away = ({ state }: BoardPerson) => Number(state === "offline");
  return [...people].sort((a, b) => away(a) - away(b) || (a.name < b.name ? -1 : 1));
}

export function matrix({ skills }: Pick<Board, "skills">, people: readonly BoardPerson[]): Line[] {
  return skills.map(({ key, free, waiting }) => ({
    key,
    free,
    waiting,
    short: waiting > free,
    cells: people.map((person) => {
      const level = person.skills[key] ?? 0;
      return { level, free: level > 0 && freeUnits(person) > 0 };
    }),
  }));
}

/** Two letters a person, told apart by a figure where two people share them. */
export function marks(people: readonly BoardPerson[]): string[] {
  const seen = new Map<string, number>();
  return people.map(({ name }) => {
    const mark = initials(name) || "·";
    const times = (seen.get(mark) ?? 0) + 1;
    seen.set(mark, times);
    return times > 1 ? `${mark}${times}` : mark;
  });
}

/** One box for each unit, the used ones first. */
export const boxes = ({ load, capacity }: BoardPerson) =>
  Array.from({ length: Math.max(load, capacity) }, (_, i) => i < load);
