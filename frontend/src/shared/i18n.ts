/* Words by key. The catalogues live in locales/; nothing else in the front end holds a sentence. */

export type Locale = "zh" | "en";
export type Say<Key extends string> = (
  key: Key,
  values?: Readonly<Record<string, string | number>>,
) => string;

/** The locale to speak: the first of the wishes that we know, a tag's region ignored. */
export function localeOf(wishes: readonly string[], otherwise: Locale = "en"): Locale {
  for (const wish of wishes) {
    const language = wish.toLowerCase().split(/[-_]/)[0];
    if (language === "zh" || language === "en") return language;
  }
  return otherwise;
}

/** `{name}` in a sentence is replaced by the value of that name. */
export function speak<Key extends string>(catalogue: Readonly<Record<Key, string>>): Say<Key> {
  return (key, values = {}) =>
    catalogue[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The key of the sentence for so many: English has another one for one, `key` + "_one". */
export function form<Key extends string>(
  catalogue: Readonly<Record<Key, string>>,
  key: Key,
  n: unknown,
): Key {
  const one = `${key}_one` as Key;
  return n === 1 && one in catalogue ? one : key;
}

/** 1st, 2nd, 3rd: only English needs it. */
export function ordinal(n: number): string {
  const endings: Partial<Record<Intl.LDMLPluralRule, string>> = { one: "st", two: "nd", few: "rd" };
  return `${n}${endings[ORDINALS.select(n)] ?? "th"}`;
}

const ORDINALS = new Intl.PluralRules("en", { type: "ordinal" });
