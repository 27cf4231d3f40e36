/* The routing page's sentences in the locale that is on, and its figures said as people read them. */
import { routing as en } from "../../../locales/en.json";
import { routing as zh } from "../../../locales/zh.json";
import { locale } from "../../desk/room";
import { duration, sentence } from "../../desk/words";
import { form, type Locale, type Say, speak } from "../../shared/i18n";
import { number } from "../words";
import type { Words } from "./shapes";

export { duration, listOf, moment, time } from "../../desk/words";
export { number, skillName, visitorName } from "../words";

export type Key = keyof typeof en;
const SPEAK: Readonly<Record<Locale, Say<Key>>> = { en: speak<Key>(en), zh: speak<Key>(zh) };

/** A sentence of the routing page in the current locale. */
export const t: Say<Key> = (key, values) => SPEAK[locale.value](key, values);

/** The sentence for so many. */
export const counted = (key: Key, n: number) => t(form(en, key, n), { n: number(n) });

/** `prefix` + a word from the wire, or the word itself where we have none for it. */
export function term(prefix: string, word: string): string {
  const key = `${prefix}_${word}`;
  return key in en ? t(key as Key) : word;
}

/** What the server says in both languages, its skill marks said as people say them. */
export const said = (words: Words) => sentence({ ...words });

/** A share of 1: 3.9 % · 3.9%; below ten with one place; a dash for none. */
export function percent(share: number | null): string {
  if (share === null) return "–";
  const value = 100 * share;
  const shown = value !== 0 && Math.abs(value) < 10 ? value.toFixed(1) : value.toFixed(0);
  return t("percent", { n: shown });
}

/** 0:41, or a dash for none. */
export const wait = (seconds: number | null) => (seconds === null ? "–" : duration(Math.round(seconds)));

/** "0:20–1:10", with the language's own dash. */
export const span = (low: number, high: number) => t("span", { low: wait(low), high: wait(high) });

/** −18 s · +4 s; below a second with one place. The sign is a minus, not a hyphen. */
export function change(seconds: number): string {
  const size = Math.abs(seconds);
  const shown = size > 0 && size < 1 ? size.toFixed(1) : size.toFixed(0);
  const sign = Number(shown) === 0 ? "±" : seconds < 0 ? "−" : "+";
  return t("change", { n: `${sign}${shown}` });
}

/** −2 · ±0 · +3 agents. */
export const signed = (n: number) => (n === 0 ? "±0" : n < 0 ? `−${-n}` : `+${n}`);

const TAGS = { en: "en-GB", zh: "zh-CN" } as const;
const daysOf = (tag: string) => {
  const part = (parts: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(tag, { ...parts, timeZone: "UTC" });
  return { weekday: part({ weekday: "short" }), date: part({ day: "numeric", month: "short" }) };
};
const DAYS = { en: daysOf(TAGS.en), zh: daysOf(TAGS.zh) };
/** A day that is told as the UTC day of `ms`: Wed 25 Nov · 11月25日 周三. */
export function dayName(ms: number): string {
  const { weekday, date } = DAYS[locale.value];
  return t("day_name", { weekday: weekday.format(ms), date: date.format(ms) });
}
