/* What became of a suggested answer once the agent has answered. Pure. */

import type { Draft } from "../../protocol.gen";

export type Suggested = Pick<Draft, "article" | "text">;

export type Act = "inserted" | "edited" | "ignored";

export interface Fate {
  readonly article: string;
  readonly act: Act;
}

/** Two texts that share at least this much of their letter pairs are the same answer, edited. */
const ALIKE = 0.3;

/**
 * One line for the answered message: the suggestion that was put into the answer, sent as it was or edited;
 * where none was, or nothing of it is left, the best one was ignored. null where nothing was suggested.
 */
export function fate(rows: readonly Suggested[], put: string | null, sent: string): Fate | null {
  const best = rows[0];
  if (!best) return null;
  const used = rows.find((row) => row.article === put);
  if (!used) return { article: best.article, act: "ignored" };
  if (squeezed(used.text) === squeezed(sent)) return { article: used.article, act: "inserted" };
  return { article: used.article, act: kept(used.text, sent) >= ALIKE ? "edited" : "ignored" };
}

const squeezed = (text: string) => text.replace(/\s+/g, " ").trim();

/** The share of the letter pairs of `source` that `text` still has, 0–1. */
export function kept(source: string, text: string): number {
  const pairs = pairsOf(source);
  const left = pairsOf(text);
  if (pairs.length === 0) return squeezed(text).includes(squeezed(source)) ? 1 : 0;
  const found = pairs.filter((pair) => {
    const at = left.indexOf(pair);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
  return found.length / pairs.length;
}

function pairsOf(text: string): string[] {
  const letters = [...text.toLowerCase().replace(/[\s\p{P}]+/gu, "")];
  return letters.slice(1).map((letter, i) => `${letters[i]}${letter}`);
}

/** What stands in the field after a suggestion was put in: what was typed stays. */
export function joined(typed: string, text: string): string {
  return typed.trim() ? `${typed.replace(/\s+$/, "")}\n${text}` : text;
}
