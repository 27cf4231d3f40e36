/* The heat of queue × half hour: which half hours are shown, and how hot each is. Pure. */
import type { Heat } from "../shapes";

/** Five steps of one hue, 0 the coolest. */
export const HEATS = 5;

/** Whether anybody came: where arrivals are counted nobody is 0, elsewhere there is no value. */
export const anybody = (
  value: number | null | undefined,
  { measure }: Pick<Heat, "measure">,
): value is number => value !== null && value !== undefined && (measure !== "arrivals" || value > 0);

/** The places of the first and the last half hour in which anybody came to any queue; null where nobody did. */
export function shownSlots(
  heat: Pick<Heat, "values" | "slots" | "measure">,
): readonly [number, number] | null {
  const some = heat.slots.map((_, slot) => heat.values.some((row) => anybody(row[slot], heat)));
  const first = some.indexOf(true);
  return first < 0 ? null : [first, some.lastIndexOf(true)];
}

export const hottest = (values: Heat["values"]) => Math.max(0, ...values.flat().map((value) => value ?? 0));

/** The step of a value of which `most` is the hottest. */
export const heatOf = (value: number, most: number): number =>
  most > 0 ? Math.min(HEATS - 1, Math.floor((value / most) * HEATS)) : 0;

/** The skills of a queue's key, and its team: "zh+billing@care". */
export function partsOf(key: string): { readonly skills: readonly string[]; readonly team: string | null } {
  const [skills = "", team = null] = key.split("@");
  return { skills: skills === "any" ? [] : skills.split("+"), team };
}
