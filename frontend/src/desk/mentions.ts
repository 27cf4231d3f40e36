/* Colleagues who are named in a note with @. Pure. */

export interface Named {
  readonly id: string;
  readonly name: string;
}

export interface Part {
  readonly text: string;
  /** Whether it names a colleague. */
  readonly name: boolean;
}

/** Long names first, so that "@Ana Lee" doesn't call Ana. */
function pattern(people: readonly Named[]): RegExp | null {
  const names = people.map(({ name }) => name).filter(Boolean);
  if (names.length === 0) return null;
  const longest = names
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  return new RegExp(`@(${longest.join("|")})(?![\\p{Script=Latin}\\p{N}])`, "giu");
}

/** Whom the text names, each once. */
export function named(text: string, people: readonly Named[]): string[] {
  const found = parts(text, people).flatMap((part) => (part.name ? [part.text.slice(1).toLowerCase()] : []));
  return people.filter(({ name }) => found.includes(name.toLowerCase())).map(({ id }) => id);
}

/** The text, cut where a colleague is named. */
export function parts(text: string, people: readonly Named[]): Part[] {
  const names = pattern(people);
  if (!names) return [{ text, name: false }];
  const cut: Part[] = [];
  let from = 0;
  for (const hit of text.matchAll(names)) {
    if (hit.index > from) cut.push({ text: text.slice(from, hit.index), name: false });
    cut.push({ text: hit[0], name: true });
    from = hit.index + hit[0].length;
  }
  return from < text.length ? [...cut, { text: text.slice(from), name: false }] : cut;
}
