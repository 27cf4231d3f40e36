/* The desk's sentences in the locale that is on, and times, needs and waits said as people say them. */
import { desk as en } from "../../locales/en.json";
import { desk as zh } from "../../locales/zh.json";
import { form, type Locale, type Say, speak } from "../shared/i18n";
import { clock, day, sameDay } from "../shared/time";
import type { Refusal } from "../shared/wire";
import type { Passed } from "./beside";
import { skillViews } from "./colleagues";
import type { Wait } from "./groups";
import { locale, now } from "./room";

export type Key = keyof typeof en;
const SPEAK: Readonly<Record<Locale, Say<Key>>> = { en: speak<Key>(en), zh: speak<Key>(zh) };

/** A sentence in the current locale; reading it in a component follows the switch. */
export const t: Say<Key> = (key, values) => SPEAK[locale.value](key, values);

/** The sentence for so many. */
export const counted = (key: Key, n: number) => t(form(en, key, n), { n });

/** `prefix` + a word from the wire, or the word itself where we have none for it. */
export function term(prefix: string, word: string): string {
  const key = `${prefix}_${word}`;
  return key in en ? t(key as Key) : word;
}

/** 0:09 · 12:34 · 1 h 05 */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes] = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60];
  if (hours > 0) return t("hours", { hours, minutes: locale.value === "en" ? pad(minutes) : minutes });
  return `${minutes}:${pad(whole % 60)}`;
}

function pad(n: number): string {
  return String(n).padStart(2, "0");
}

/** "0:12 over" past the promise, else the time waited. */
export function waitWords(wait: Wait): string {
  if (wait.promise > 0 && wait.seconds >= wait.promise)
    return t("over", { time: duration(wait.seconds - wait.promise) });
  return duration(wait.seconds);
}

/** The clock for today, the day for earlier. */
export function moment(at: string): string {
  return sameDay(at, new Date(now.peek()).toISOString()) ? clock(at, locale.value) : day(at, locale.value);
}

export const time = (at: string) => clock(at, locale.value);
export const date = (at: string) => day(at, locale.value);
const MARK = { en: /([\w-]+)≥(\d+)/g, zh: / ?([\w-]+)≥(\d+) ?/g } as const;
/** A sentence of the router, its skill marks (zh≥3) said as people say them. */
export const sentence = (why: Partial<Record<"zh" | "en", string>>) =>
  (why[locale.value] ?? why.en ?? "").replace(MARK[locale.value], (_mark, skill: string, level: string) =>
    t("skill_level", { skill: skillWord(skill.toLowerCase()), level }),
  );
/** A skill by our own short word, else as the firm calls it. */
export function skillWord(key: string): string {
  const short = term("skill", key);
  const own = skillViews.value.find((view) => view.key === key)?.name;
  return short === key && own ? (own[locale.value] ?? own.en ?? key) : short;
}
/** Why the server said no `of` a frame: its own sentence where that is in the reader's language, else ours. */
export function refusal({ code, message }: Refusal, of = ""): string {
  const own = `refused_${code}_${of}`;
  if (locale.peek() === "en") return message;
  return own in en ? t(own as Key) : term("refused", code);
}
/** What a conversation needs, without the levels: 中文、退换货. */
export const needsOf = (needs: Readonly<Record<string, number>>) => Object.keys(needs).map(skillWord);
const LANGUAGES = new Set(["zh", "en", "ja"]);
/** The same inside a sentence: only languages keep their capital. */
export const needsInside = (needs: Readonly<Record<string, number>>) =>
  Object.keys(needs).map((need) => (LANGUAGES.has(need) ? skillWord(need) : skillWord(need).toLowerCase()));
/** The language that the visitor speaks here, without its region. */
export const languageOf = (card: { locale?: string }) => card.locale?.split("-")[0] || "en";
export const listOf = (words: readonly string[]) => words.join(locale.value === "zh" ? "、" : ", ");
/** Until when something rests: the clock for today, else the day too. */
export const whenWords = (at: string) =>
  sameDay(at, new Date(now.peek()).toISOString())
    ? time(at)
    : t("day_time", { day: date(at), time: time(at) });
/** Until when a conversation is parked. */
export const parkedWords = ({ parked_until: until }: { parked_until?: string | null }) =>
  until ? t("parked_until", { until: whenWords(until) }) : t("parked_for_visitor");
/** How a conversation left: "Ana took over Zhou Yutong". */
export const passedWords = ({ how, to, customer, conversation }: Passed) =>
  t(`passed_${how}`, { name: nameOf(customer, conversation), to });
export const nameOf = (name: string | null | undefined, id: string) =>
  name || t("visitor", { id: id.slice(-4).toUpperCase() });
