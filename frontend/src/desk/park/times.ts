/* Until when a conversation may rest. Local times of whoever parks it. Pure. */

/** null: until the visitor writes. */
export interface Rest {
  readonly key: "park_until_they_write" | "park_hour" | "park_tomorrow";
  readonly until: Date | null;
}

const HOUR_MS = 3_600_000;
const MORNING = 9;
const STEP_MS = 5 * 60_000;

export function rests(now: number): Rest[] {
  return [
    { key: "park_until_they_write", until: null },
    { key: "park_hour", until: new Date(now + HOUR_MS) },
    { key: "park_tomorrow", until: tomorrow(now) },
  ];
}

function tomorrow(now: number): Date {
  const day = new Date(now);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1, MORNING);
}

/** For a field of a date and a time: two hours from now, on a round five minutes. */
export function proposed(now: number): string {
  return asField(new Date(Math.ceil((now + 2 * HOUR_MS) / STEP_MS) * STEP_MS));
}

/** 2026-11-25T14:05, in local time. */
export function asField(at: Date): string {
  const two = (n: number) => String(n).padStart(2, "0");
  const date = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${date}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The moment that a field names, or null where it names none or one that is over. */
export function fromField(value: string, now: number): Date | null {
  const at = new Date(value);
  return value && at.getTime() > now ? at : null;
}
