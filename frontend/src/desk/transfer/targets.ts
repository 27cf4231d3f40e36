/* To whom a conversation can be handed, in the order in which it is likely to go well. Pure. */

export interface Colleague {
  readonly id: string;
  readonly name: string;
  readonly team: string | null;
  readonly team_name?: string | null;
  readonly skills: Readonly<Record<string, number>>;
  readonly state: string;
  readonly capacity: number;
  /** Units in use; null until the desk has heard of them. */
  readonly load: number | null;
}

export interface SkillView {
  readonly key: string;
  readonly name: Readonly<Record<string, string>>;
  readonly kind: string;
}

export type To =
  | { readonly agent: string }
  | { readonly team: string }
  | { readonly skills: Readonly<Record<string, number>> };

export interface Target {
  readonly key: string;
  readonly kind: "agent" | "team" | "skill";
  readonly name: string;
  readonly to: To;
  /** Units free now among those who would be asked; null where it isn't known. */
  readonly free: number | null;
  /** An agent's state; a team or skill is "online" while somebody in it is. */
  readonly state: string;
  /** Skills that the visitor needs and nobody there has: to be said before it is sent. */
  readonly lacks: readonly string[];
  /** What to find it by, besides its name. */
  readonly words: readonly string[];
}

export interface Floor {
  readonly people: readonly Colleague[];
  readonly skills: readonly SkillView[];
  /** Whoever hands over. */
  readonly me: string;
  /** What the conversation needs now; its language goes along to another skill. */
  readonly needs: Readonly<Record<string, number>>;
}

/** How a skill is called in the reader's language. */
export interface Names {
  skill(view: SkillView): string;
}

const TAKES_CHATS = "online";
/** Good enough for a conversation that asks for a skill by hand. */
const LEVEL = 2;

export function free(person: Colleague): number {
  return person.state === TAKES_CHATS ? Math.max(0, person.capacity - (person.load ?? 0)) : 0;
}

/** Whoever can be asked now: an agent in their seat, a team or skill with anybody in it. */
export const open = (target: Target): boolean => target.kind !== "agent" || target.state === TAKES_CHATS;

export function targets(floor: Floor, names: Names): Target[] {
  const others = floor.people.filter((person) => person.id !== floor.me);
  return [
    ...others.map((person) => ofPerson(person, floor, names)).sort(readiest),
    ...teams(others, floor),
    ...skills(others, floor, names),
  ];
}

function readiest(a: Target, b: Target): number {
  if (open(a) !== open(b)) return open(a) ? -1 : 1;
  return (b.free ?? 0) - (a.free ?? 0) || a.name.localeCompare(b.name);
}

function ofPerson(person: Colleague, floor: Floor, names: Names): Target {
  const held = Object.entries(person.skills).sort(([, a], [, b]) => b - a);
  const words = held.map(([key]) => named(key, floor.skills, names));
  const { id, name, state } = person;
  const lacks = lacking([person], languagesOf(floor));
  return { key: `a:${id}`, kind: "agent", name, to: { agent: id }, free: free(person), state, lacks, words };
}

function named(key: string, skills: readonly SkillView[], names: Names): string {
  const view = skills.find((skill) => skill.key === key);
  return view ? names.skill(view) : key;
}

/** The needed languages: a colleague who is asked by name can learn of the matter, but not of the language. */
const languagesOf = ({ skills, needs }: Floor) =>
  Object.fromEntries(
    Object.entries(needs).filter(([need]) =>
      skills.some(({ key, kind }) => key === need && kind === "language"),
    ),
  );

/** The needs that none of them has; where each has somebody but nobody has all of them, all. */
function lacking(people: readonly Colleague[], needs: Floor["needs"]): string[] {
  const wanted = Object.entries(needs);
  const has = (person: Colleague, [key, level]: [string, number]) => (person.skills[key] ?? 0) >= level;
  if (people.some((person) => wanted.every((need) => has(person, need)))) return [];
  const missing = wanted.filter((need) => !people.some((person) => has(person, need)));
  return (missing.length > 0 ? missing : wanted).map(([key]) => key);
}

function teams(people: readonly Colleague[], { needs }: Floor): Target[] {
  const keys = [...new Set(people.flatMap(({ team }) => (team ? [team] : [])))].sort();
  return keys.map((key) => {
    const members = people.filter(({ team }) => team === key);
    const name = members[0]?.team_name || key;
    return { ...group(`t:${key}`, "team", name, { team: key }, members), lacks: lacking(members, needs) };
  });
}

function skills(people: readonly Colleague[], floor: Floor, names: Names): Target[] {
  const languages = floor.skills.filter(({ kind, key }) => kind === "language" && key in floor.needs);
  const spoken = Object.fromEntries(languages.map(({ key }) => [key, floor.needs[key] ?? LEVEL]));
  return floor.skills.map((view) => {
    const language = view.kind === "language";
    const needed = language ? { [view.key]: LEVEL } : { ...spoken, [view.key]: LEVEL };
    const able = people.filter((person) =>
      Object.entries(needed).every(([key, level]) => (person.skills[key] ?? 0) >= level),
    );
    const along = language ? [] : languages.map(names.skill);
    const name = [names.skill(view), ...along].join(" · ");
    const to = { skills: needed };
    return { ...group(`s:${view.key}`, "skill", name, to, able), lacks: lacking(people, needed) };
  });
}

function group(
  key: string,
  kind: "team" | "skill",
  name: string,
  to: To,
  people: readonly Colleague[],
): Omit<Target, "lacks"> {
  const units = people.reduce((sum, person) => sum + free(person), 0);
  const state = people.some((person) => person.state === TAKES_CHATS) ? TAKES_CHATS : "offline";
  return { key, kind, name, to, free: units, state, words: people.map((person) => person.name) };
}

/** The targets that the words of `query` are found in, names first. */
export function matching(all: readonly Target[], query: string): Target[] {
  const asked = query.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const found = all.filter((target) => {
    const text = [target.name, ...target.words].join(" ").toLowerCase();
    return asked.every((word) => text.includes(word));
  });
  const byName = (target: Target) => asked.every((word) => target.name.toLowerCase().includes(word));
  return [...found.filter(byName), ...found.filter((target) => !byName(target))];
}
