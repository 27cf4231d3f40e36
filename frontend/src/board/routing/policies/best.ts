/* Which rule came out best in a figure. Pure. */
import type { Compared } from "../shapes";

export const COLUMNS = [
  "mean_wait_s",
  "p80_wait_s",
  "within_promise",
  "abandoned",
  "occupancy_gini",
] as const;
export type Column = (typeof COLUMNS)[number];

type Policies = Compared["policies"];
const more = (column: Column) => column === "within_promise";

/** The names of the best; none where all are alike. */
export function best(policies: Policies, column: Column): ReadonlySet<string> {
  const values = policies.map((one) => one[column]);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (least === most) return new Set();
  const wanted = more(column) ? most : least;
  return new Set(policies.filter((one) => one[column] === wanted).map(({ policy }) => policy));
}
