/* Who had a conversation before it was taken over, read from its own lines. Pure. */
import type { Entry } from "../protocol.gen";

export interface Person {
  readonly id: string;
  readonly name: string;
}

function person(entry: Entry): Person | null {
  const found = entry.data?.agent as Partial<Person> | string | undefined;
  if (typeof found === "object" && found.id) return { id: found.id, name: found.name ?? "" };
  return entry.author.id ? { id: entry.author.id, name: entry.author.name ?? "" } : null;
}

/** The last agent who left and isn't `me`; null where nobody had it before. */
export function former(entries: readonly Entry[], me: string): Person | null {
  const left = entries.filter((entry) => entry.kind === "left").map(person);
  return left.findLast((one) => one !== null && one.id !== me) ?? null;
}
