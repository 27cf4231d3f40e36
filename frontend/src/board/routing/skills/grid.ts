/* Agents × skills as the board tells them, and which skills hang on one or two people. Pure. */
import type { BoardPerson, BoardSkill } from "../../../protocol.gen";
import type { Advice } from "../shapes";

const FEW = 2;

export const levelOf = ({ skills }: BoardPerson, key: string) => skills[key] ?? 0;

/** Skills that somebody has, but not more than two. */
export function thin(skills: readonly BoardSkill[], people: readonly BoardPerson[]): string[] {
  return skills
    .filter(({ key }) => {
      const able = people.filter((person) => levelOf(person, key) > 0).length;
      return able > 0 && able <= FEW;
    })
    .map(({ key }) => key);
}

/** By name, as the settings list them; who is away keeps their place, for levels don't depend on it. */
export const byName = (people: readonly BoardPerson[]) =>
  [...people].sort((a, b) => a.name.localeCompare(b.name));

type Saves = Pick<Advice["rows"][number], "saves_s" | "saves_low_s" | "saves_high_s">;

/** From seconds saved to a place from left (most saved) to right, in 0–1. */
export type Scale = (saves: number) => number;

/** One scale for all of them, on which "no change" always has its place. */
export function scaleOf(lessons: readonly Saves[]): Scale {
  const most = Math.max(1, ...lessons.map(({ saves_high_s }) => saves_high_s));
  const least = Math.min(0, ...lessons.map(({ saves_low_s }) => saves_low_s));
  return (saves) => (most - saves) / (most - least);
}

/** Whether the wait gets shorter for certain, as far as the interval tells. */
export const isClear = ({ saves_low_s }: Saves) => saves_low_s > 0;

const MOST_SHOWN = 5;

/** The lessons to look at, the best first; none where no lesson is worth anything for certain. */
export const worth = <L extends Saves>(lessons: readonly L[]): readonly L[] =>
  lessons.some(isClear) ? lessons.slice(0, MOST_SHOWN) : [];
