/* Agents × skills as the board tells them, and which skills hang on one or two people. Pure. */
import type { BoardPerson, BoardSkill } from "../../../protocol.gen";

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

/** How far along the scale from `least` (the longest saving) to 0 a value stands, as a share of 1. */
export function along(value: number, least: number): number {
  return least < 0 ? Math.min(1, Math.max(0, 1 - value / least)) : 1;
}
