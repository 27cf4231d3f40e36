/* Times as people read them. Formatters are made once: a new one for every bubble costs six times as much. */
import type { Locale } from "./i18n";

const TAGS = { zh: "zh-CN", en: "en-GB" } as const;

function formatters(tag: string) {
  return {
    clock: new Intl.DateTimeFormat(tag, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
    day: new Intl.DateTimeFormat(tag, { month: "short", day: "numeric" }),
  };
}

const BY_LOCALE = { zh: formatters(TAGS.zh), en: formatters(TAGS.en) };

/** 14:02 */
export function clock(at: string, locale: Locale): string {
  return BY_LOCALE[locale].clock.format(new Date(at));
}

/** 11月18日 · 18 Nov */
export function day(at: string, locale: Locale): string {
  return BY_LOCALE[locale].day.format(new Date(at));
}

export function sameDay(a: string, b: string): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}
