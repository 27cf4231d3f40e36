/* The heat of queue × half hour: which half hours are shown, and how hot each is. Pure. */
import type { Heat } from "../shapes";

/** Five steps of one hue, 0 the coolest. */
export const HEATS = 5;

/** The places of the first and the last half hour in which anything came to any queue; null where nothing did. */
export function shownSlots({
  values,
  slots,
}: Pick<Heat, "values" | "slots">): readonly [number, number] | null {
  const some = slots.map((_, slot) => values.some((row) => row[slot] !== null && row[slot] !== undefined));
  const first = some.indexOf(true);
  return first < 0 ? null : [first, some.lastIndexOf(true)];
}

export const hottest = (values: Heat["values"]) => Math.max(0, ...values.flat().map((value) => value ?? 0));

/** The step of a value of which `most` is the hottest; null where there is none. */
export function heatOf(value: number | null | undefined, most: number): number | null {
  if (value === null || value === undefined) return null;
  return most > 0 ? Math.min(HEATS - 1, Math.floor((value / most) * HEATS)) : 0;
}

/** The skills of a queue's key, and its team: "zh+billing@care". */
export function partsOf(key: string): { readonly skills: readonly string[]; readonly team: string | null } {
  const [skills = "", team = null] = key.split("@");
  return { skills: skills === "any" ? [] : skills.split("+"), team };
}
