/* The hours that can be asked about, by the clock of the site. Pure. */
import type { Heat } from "../shapes";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The whole hour of `ms` where the day began at `midnight` (ISO): 09:00. */
export function clockOf(ms: number, midnight: string): string {
  const past = (((ms - Date.parse(midnight)) % DAY_MS) + DAY_MS) % DAY_MS;
  return `${String(Math.floor(past / HOUR_MS)).padStart(2, "0")}:00`;
}

/** The next `count` whole hours after `ms`; `midnight` (ISO) is when the site's day began. */
export function hoursFrom(ms: number, count: number, midnight: string): { iso: string; clock: string }[] {
  const begun = Date.parse(midnight);
  if (Number.isNaN(begun)) return [];
  const next = begun + (Math.floor((ms - begun) / HOUR_MS) + 1) * HOUR_MS;
  return Array.from({ length: count }, (_, place) => {
    const at = next + place * HOUR_MS;
    return { iso: new Date(at).toISOString(), clock: clockOf(at, midnight) };
  });
}

/** The hour in which most came, over all queues: 11:00; null where nobody did. */
export function busiest({ slots, values }: Pick<Heat, "slots" | "values">): string | null {
  const came = new Map<string, number>();
  for (const [place, slot] of slots.entries()) {
    const hour = `${slot.slice(0, 2)}:00`;
    const sum = values.reduce((all, row) => all + (row[place] ?? 0), 0);
    came.set(hour, (came.get(hour) ?? 0) + sum);
  }
  const [hour, most] = [...came].reduce((best, one) => (one[1] > best[1] ? one : best), ["", 0]);
  return most > 0 ? hour : null;
}
