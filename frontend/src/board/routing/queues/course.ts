/* The course of one wait: joined, the steps that widen it, the promise; what of it has been and what is next. Pure. */
import type { LiveQueue, LiveWaiting, Words } from "../shapes";

export interface Mark {
  readonly at_s: number;
  /** What happens then: a step says it itself. */
  readonly what: "joined" | "promise" | Words;
  readonly state: "done" | "now" | "ahead";
}

/** Steps at one moment stand in the order in which they are declared; the promise comes before them. */
export function course({ waited_s, promise_s }: LiveWaiting, steps: LiveQueue["steps"]): Mark[] {
  const marks: Pick<Mark, "at_s" | "what">[] = [
    { at_s: 0, what: "joined" },
    ...(promise_s > 0 ? [{ at_s: promise_s, what: "promise" as const }] : []),
    ...steps.map(({ after_s, says }) => ({ at_s: after_s, what: says })),
  ];
  const inOrder = marks.sort((a, b) => a.at_s - b.at_s);
  const last = inOrder.filter(({ at_s }) => at_s <= waited_s).length - 1;
  return inOrder.map((mark, place) => ({
    ...mark,
    state: place < last ? "done" : place === last ? "now" : "ahead",
  }));
}

/** The queue that somebody waits in: of the same team and asking for the same skills. */
export function queueOf({ needs, team }: LiveWaiting, queues: readonly LiveQueue[]): LiveQueue | null {
  const asked = Object.keys(needs).sort().join();
  const skills = (queue: LiveQueue) =>
    queue.needs
      .map(({ skill }) => skill)
      .sort()
      .join();
  return queues.find((queue) => queue.team === team && skills(queue) === asked) ?? null;
}

/** The one `step` away from the one that is looked at; from one that is gone, the first. */
export function beside(all: readonly LiveWaiting[], id: string | null, step: number): string | null {
  const at = all.findIndex(({ conversation }) => conversation === id);
  if (at < 0) return all[0]?.conversation ?? null;
  return all[(at + step + all.length) % all.length]?.conversation ?? null;
}
