/* The widget's words, and system entries put into them: entries carry kind and data, never a sentence. */
import type { Entry } from "../protocol.gen";
import { type Locale, type Say, speak } from "../shared/i18n";
import type late from "./late.en";
import type en from "./words.en";

/** What the first sight needs, and what comes with `later`. */
export type Key = keyof typeof en;
export type LateKey = Key | keyof typeof late;

const BOOKS: Record<Locale, () => Promise<{ default: Record<Key, string> }>> = {
  en: () => import("./words.en"),
  zh: () => import("./words.zh"),
};

/** The words of one locale, fetched when it is spoken first; with those in `more` besides. */
export async function wordsOf(locale: Locale, more: object = {}): Promise<Say<LateKey>> {
  return speak<LateKey>({ ...(await BOOKS[locale]()).default, ...more } as Record<LateKey, string>);
}

const ENDINGS: Record<string, Key> = {
  left: "sys.leave",
  ticket: "sys.ticketed",
  message: "sys.ticketed",
  callback: "sys.ticketed",
};

const SIMPLE: Partial<Record<Entry["kind"], Key>> = {
  queued: "sys.queued",
  transferred: "sys.transferred",
  reopened: "sys.reopened",
};

/** Who came or went. */
export function agentName(entry: Entry): string | null {
  const agent = entry.data?.agent as { name?: string } | string | undefined;
  return (typeof agent === "string" ? agent : agent?.name) ?? null;
}

/** The sentence for a system entry, or null where there is nothing to say. */
export function sentence(entry: Entry, say: Say<Key>): string | null {
  const name = agentName(entry) ?? say("someone");
  switch (entry.kind) {
    case "joined":
      return say("sys.joined", { name });
    case "left":
      return say("sys.left", { name });
    case "resolved":
      return say(ENDINGS[String(entry.data?.outcome)] ?? "sys.resolved");
    case "rated":
      return say("sys.rated", { score: Number(entry.data?.score) });
    case "notice":
      return entry.data?.code === "bot" ? say("sys.bot") : null;
    default: {
      const key = SIMPLE[entry.kind];
      return key ? say(key) : null;
    }
  }
}
