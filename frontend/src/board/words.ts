/* The board's sentences in the locale that is on, and its numbers said as people read them. */
import { board as en } from "../../locales/en.json";
import { board as zh } from "../../locales/zh.json";
import { locale } from "../desk/room";
import { duration, listOf, nameOf, term } from "../desk/words";
import { form, type Locale, type Say, speak } from "../shared/i18n";
import type { Shown } from "./figures";
import { board } from "./room";

export { duration, listOf, time } from "../desk/words";
export { term };

export type Key = keyof typeof en;
const SPEAK: Readonly<Record<Locale, Say<Key>>> = { en: speak<Key>(en), zh: speak<Key>(zh) };

/** A sentence of the board in the current locale. */
export const t: Say<Key> = (key, values) => SPEAK[locale.value](key, values);

/** The sentence for so many. */
export function counted(key: Key, n: number | null, values: Readonly<Record<string, string>> = {}): string {
  return t(form(en, key, n), { ...values, n: n === null ? "–" : number(n) });
}

const COUNTS = { en: new Intl.NumberFormat("en-GB"), zh: new Intl.NumberFormat("zh-CN") };
export const number = (value: number) => COUNTS[locale.value].format(value);

/** The figure without its unit, which is set smaller: 1,254 · 2:12 · 3.1 · 91 · 4.62; a dash where there is none yet. */
export function figureText({ value, as }: Shown): string {
  if (value === null) return "–";
  switch (as) {
    case "count":
      return number(value);
    case "seconds":
      return duration(value);
    case "percent":
      return value > 0 && value < 10 ? value.toFixed(1) : value.toFixed(0);
    case "score":
      return value.toFixed(2);
  }
}

export const unit = ({ value, as }: Shown) => (as === "percent" && value !== null ? " %" : "");

/** A visitor's name, or the same mark for the nameless as at the desk; where not even that is ours to see, the talk's. */
export const visitorName = (name: string, customer: string, conversation: string) =>
  nameOf(name, customer || conversation);

/** A skill's name as the firm calls it. */
export function skillName(key: string): string {
  const named = board.value?.skills.find((skill) => skill.key === key)?.name;
  return named?.[locale.value] ?? named?.en ?? term("skill", key);
}

export const needsText = (needs: Readonly<Record<string, number>>) =>
  listOf(Object.keys(needs).map(skillName));

const TAGS = { en: "en-GB", zh: "zh-CN" } as const;
const moments = (tag: string) => ({
  day: new Intl.DateTimeFormat(tag, { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" }),
  clock: new Intl.DateTimeFormat(tag, {
    timeZone: "UTC",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  }),
});
const MOMENTS = { en: moments(TAGS.en), zh: moments(TAGS.zh) };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const FURTHEST_EAST = 14 * HOUR_MS;

/** Sun 22 Nov 14:07:36 where the site is, whose day began at `midnight`: the figures and the chart count by that clock. */
export function wallClock(ms: number, midnight: string): string {
  const before = (DAY_MS - (Date.parse(midnight) % DAY_MS)) % DAY_MS;
  const there = ms + (before > FURTHEST_EAST ? before - DAY_MS : before);
  const { day, clock } = MOMENTS[locale.value];
  return `${day.format(there)} ${clock.format(there)}`;
}
