/* Who else works here: read by REST when somebody asks, and kept true by what the desk is told. */
import { computed, signal } from "@preact/signals";
import { get } from "./api";
import { desk } from "./room";
import type { Colleague, SkillView } from "./transfer/targets";

const READ = "?limit=200";

const read = signal<readonly Omit<Colleague, "load">[]>([]);
export const skillViews = signal<readonly SkillView[]>([]);
/** False until the first reading has come back, so that an empty list can say why. */
export const peopleKnown = signal(false);

/** Everybody with a seat, as they are now. */
export const colleagues = computed<Colleague[]>(() =>
  read.value.map((person) => {
    const heard = desk.value.colleagues[person.id];
    return { ...person, load: null, ...heard };
  }),
);

export async function readColleagues(): Promise<void> {
  const [people, skills] = await Promise.all([
    get<{ items: Omit<Colleague, "load">[] }>(`agents${READ}`).catch(() => null),
    get<{ items: SkillView[] }>(`skills${READ}`).catch(() => null),
  ]);
  if (people) read.value = people.items;
  if (skills) skillViews.value = skills.items;
  peopleKnown.value = people !== null;
}
