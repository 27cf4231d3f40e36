/* What the palette offers for what was typed, and which of it comes first. Pure. */
import type { IconName } from "../../shared/staff/Icon";

export interface Command {
  readonly key: string;
  readonly group: "act" | "go" | "state";
  readonly icon: IconName;
  readonly word: string;
  /** What else it is found by; stands behind it in grey. */
  readonly beside: string;
  /** The key that does the same. */
  readonly press: string;
  readonly run: () => void;
}

const MOST = 8;
const ORDER: readonly Command["group"][] = ["act", "go", "state"];

/** Commands that hold every typed word, by group; inside a group those that begin with the first word lead. */
export function found(commands: readonly Command[], typed: string): Command[] {
  const words = typed.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const hits = commands.filter(({ word, beside }) => {
    const text = `${word} ${beside}`.toLowerCase();
    return words.every((one) => text.includes(one));
  });
  const [first] = words;
  if (!first) return grouped(hits);
  const begins = ({ word }: Command) => word.toLowerCase().startsWith(first);
  return grouped([...hits.filter(begins), ...hits.filter((hit) => !begins(hit))]).slice(0, MOST);
}

function grouped(commands: readonly Command[]): Command[] {
  return ORDER.flatMap((group) => commands.filter((command) => command.group === group));
}

/** `text` around the first place where `typed` stands in it: before, the place itself, after. */
export function marked(text: string, typed: string): readonly [string, string, string] {
  const word = typed.trim().toLowerCase();
  const at = word ? text.toLowerCase().indexOf(word) : -1;
  if (at < 0) return [text, "", ""];
  return [text.slice(0, at), text.slice(at, at + word.length), text.slice(at + word.length)];
}
